"""The style sheet of the results."""

STYLE = """<style>
.question .asked {font-size: 1.3rem; line-height: 1.35; font-weight: 600; margin: 0 0 .5rem;
  max-width: 46rem; text-wrap: balance}
.question .reminder {margin: .6rem 0 0; padding-left: .75rem; max-width: 46rem; font-size: .9rem;
  opacity: .85; border-left: 3px solid color-mix(in srgb, currentColor 30%, transparent)}
.scale {display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .35rem; list-style: none;
  margin: 0; padding: 0; font-size: .9rem}
.scale li {display: flex; align-items: center; gap: .45rem; margin: 0}
.scale li:first-child {flex-direction: row-reverse}
.score {flex: none; display: inline-grid; place-items: center; width: 1.7rem; height: 1.35rem;
  border-radius: 3px; font-weight: 650; font-variant-numeric: tabular-nums;
  box-shadow: inset 0 0 0 1px color-mix(in srgb, currentColor 35%, transparent)}
.town-figures {display: flex; flex-wrap: wrap; gap: .3rem 2.2rem; margin: 0; padding: .7rem 1rem;
  border-radius: .5rem; background: color-mix(in srgb, currentColor 6%, transparent)}
.town-figures div {margin: 0}
.town-figures dt {font-size: .82rem; opacity: .8; font-weight: 400}
.town-figures dd {margin: 0; font-size: 1.35rem; font-weight: 650; line-height: 1.25;
  font-variant-numeric: tabular-nums}
</style>"""
