/** Files may be dropped anywhere on the page: beside its zone a browser would open them. */

/** @param refuse takes the name of a folder */
export function takeDrops(
  host: HTMLElement,
  add: (files: readonly File[]) => void,
  refuse: (folder: string) => void,
): void {
  let depth = 0
  const enter = (by: number) => {
    depth = Math.max(0, depth + by)
    host.classList.toggle('over', depth > 0)
  }
  addEventListener('dragenter', () => enter(1))
  addEventListener('dragleave', () => enter(-1))
  addEventListener('dragover', (event) => event.preventDefault())
  addEventListener('drop', (event) => {
    event.preventDefault()
    enter(-depth)
    const { dataTransfer } = event
    if (!dataTransfer) return
    const entries = Array.from(dataTransfer.items, (item) => item.webkitGetAsEntry())
    const folder = entries.find((entry) => entry?.isDirectory)
    if (folder) refuse(folder.name)
    else add([...dataTransfer.files])
  })
}
