// The largest type with which a sheet is one page of Letter and of A4: measured on a copy as wide as the narrower
// of the two pages and compared with the shorter one, at the margins of print.css (16 mm and 14 mm).
const WIDTH_MM = 210 - 2 * 14; // A4
const HEIGHT_MM = 279.4 - 2 * 16 - 3; // Letter, less 3 mm for what printers round
const SIZES_PT = [17, 16, 15, 14, 13, 12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5];
const PX_PER_MM = 96 / 25.4;

/** Sets the sheet's printed type size. The smallest, 8.5 pt, is kept even where it is not enough. */
export function fitToPage(sheet: HTMLElement): void {
  const copy = sheet.cloneNode(true);
  if (!(copy instanceof HTMLElement)) return;
  copy.classList.add('sheet-on-paper');
  copy.style.width = `${WIDTH_MM}mm`;
  copy.setAttribute('aria-hidden', 'true');
  sheet.after(copy);
  const size = SIZES_PT.find((pt) => {
    copy.style.setProperty('--paper-size', `${pt}pt`);
    return copy.getBoundingClientRect().height <= HEIGHT_MM * PX_PER_MM;
  });
  copy.remove();
  sheet.style.setProperty('--paper-size', `${size ?? SIZES_PT.at(-1)}pt`);
}
