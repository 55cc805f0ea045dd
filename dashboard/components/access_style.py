"""The looks of the Access page."""

STYLE = """<style>
.access {margin: 0; line-height: 1.35}
.access small {display: block; opacity: .8}
.invited {display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1rem;
  margin: .5rem 0 1rem}
.invited figure {margin: 0; padding: .75rem; border-radius: .5rem; text-align: center;
  border: 1px solid color-mix(in srgb, currentColor 25%, transparent)}
img.qr {width: 100%; max-width: 13rem; height: auto; background: #fff; border-radius: .25rem}
.invited figcaption {font-weight: 600; overflow-wrap: anywhere}
</style>"""
