// What the notebook says about itself: pure reading of nbformat metadata, as curriculum.authoring writes it.

/** `{id, title: {fr, ar}}` of a lesson's notebook, or null for any other notebook. */
export function lessonOf(model) {
  const about = model?.getMetadata('barmaja');
  return about?.lesson ? { id: about.lesson, title: about.title ?? {} } : null;
}

/** The course of `<course>/<lesson>/<lesson>.ipynb`; null elsewhere. */
export function courseOf(path) {
  const parts = path.split('/');
  return parts.length >= 3 ? parts[parts.length - 3] : null;
}

export const roleOf = cell => cell?.model.getMetadata('barmaja')?.role ?? null;
export const exerciseOf = cell => cell?.model.getMetadata('barmaja')?.exercise ?? null;

/** The answer cell of each exercise, in order: `[exercise id, cell]`. A copied answer cell counts once: the first. */
export function answers(cells) {
  const found = new Map();
  for (const cell of cells) {
    const exercise = exerciseOf(cell);
    if (roleOf(cell) === 'answer' && exercise && !found.has(exercise)) {
      found.set(exercise, cell);
    }
  }
  return found;
}

/** The visible tests of `exercise`. */
export function testsOf(cells, exercise) {
  const cell = cells.find(one => roleOf(one) === 'tests' && exerciseOf(one) === exercise);
  return cell?.model.getMetadata('barmaja').tests ?? [];
}

/** The exercise that the cell at `index` belongs to, else the nearest one, the earlier of two as near; null if none. */
export function nearestExercise(cells, index) {
  let best = null;
  cells.forEach((cell, at) => {
    const exercise = exerciseOf(cell);
    const distance = Math.abs(at - index);
    if (exercise && (best === null || distance < best.distance)) {
      best = { exercise, distance };
    }
  });
  return best?.exercise ?? null;
}
