/** The files of a page where they are the sketches of one course, such as epochs. */
import { type Course, courseOf } from '../../words/course.ts'
import type { ReportFile } from './report-content.ts'

/** Null where they are none. */
export function courseOfFiles(files: readonly Pick<ReportFile, 'name' | 'isSaved'>[]): Course | null {
  return files.every(({ isSaved }) => isSaved) ? courseOf(files.map(({ name }) => name)) : null
}

/** In the order of the course, so that the first of them is what the others are compared with; else as they were given. */
export function inOrderOfCourse(files: readonly ReportFile[]): readonly ReportFile[] {
  return courseOfFiles(files)?.order.map((index) => files[index]) ?? files
}
