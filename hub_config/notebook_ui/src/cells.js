// How a lesson's cells look and move: tests stay out of sight, every cell says its part by a class.

import { roleOf } from './lesson';

/** A class a role (`barmaja-role-answer`) and `barmaja-locked`; tests are hidden. May be called again. */
export function dressCells(cells) {
  for (const cell of cells) {
    const role = roleOf(cell);
    if (role) {
      cell.addClass(`barmaja-role-${role}`);
    }
    cell.toggleClass('barmaja-locked', cell.model.getMetadata('nbgrader')?.locked === true);
    if (role === 'tests') {
      cell.node.setAttribute('aria-hidden', 'true');
    }
  }
}

/** Where the cursor goes instead of a hidden cell: the next visible one in the direction of travel, else back. */
export function visibleIndex(cells, index, from) {
  const step = index >= from ? 1 : -1;
  for (let at = index; at >= 0 && at < cells.length; at += step) {
    if (roleOf(cells[at]) !== 'tests') {
      return at;
    }
  }
  return from;
}
