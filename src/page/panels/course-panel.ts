/** What becomes of each loss over the files of one course. */
import { courseOfFiles } from '../../questions/report/course-files.ts'
import { createLineChart } from '../charts/lines/line-chart.ts'
import type { Page, PageView } from '../controls/page.ts'
import { courseLines, courseNote } from '../model/course-data.ts'
import { createPanel } from './panel.ts'

/** Nothing where the files are none. */
export function createCoursePanel(parent: Element, { model }: Page): readonly PageView[] {
  const course = courseOfFiles(model.files)
  if (!course) return []
  const panel = createPanel(parent, 'Course', 'wide')
  const chart = createLineChart(panel.host)
  return [
    {
      draw(state) {
        chart.draw(courseLines(model, state, course))
        panel.note(courseNote(model, state, course))
      },
    },
  ]
}
