// A link is opened at once; whoever has no script presses the button.
document.getElementById("come-in").submit();
