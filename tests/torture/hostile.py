"""Texts and damages that a cell, an option or a file may hold."""

from __future__ import annotations

from collections.abc import Callable

HOSTILE = (
    "", " ", "\t", "\n=1+1", "=cmd|' /C calc'!A0", "＝1+1", "@SUM(1)", "-2+3", "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "{% raw %}", "${alert(1)}", "\\", "'\"`", "&amp;&#60;", "\u202eabc",
    "\u2028\u2029", "\ufeffx", "\x85", "é́́́" * 50, "မြို့" * 300, "𝕏", "x" * 19_000, "x" * 30_000, "NaN", "inf", "-0", "1e400",
    "9" * 400, "9" * 5000, "None", "nan", "9999-12-31", "0001-01-01", "20231106xx", "2023-W45-1", "2023-02-30", "٢٠٢٣-١١-٠٦",
    "../../etc/passwd", "javascript:alert(1)", "C:\\con", "%s%n", "a|b|c|" * 500, ";" * 5_000, "(" * 5_000, "[" * 5_000, "@2021..2020",
)  # fmt: skip

DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "missing": lambda content: None,
    "empty": lambda content: b"",
    "blank": lambda content: b"\n\n  \n",
    "cut": lambda content: content[: len(content) // 2],
    "cut in its first line": lambda content: content[:7],
    "null bytes": lambda content: b"\0" * 100 + content,
    "a byte that is not UTF-8": lambda content: content[:50] + b"\xff" + content[50:],
    "UTF-16": lambda content: content.decode("utf-8", "ignore").encode("utf-16"),
    "UTF-16 of odd length": lambda content: content.decode("utf-8", "ignore").encode("utf-16") + b"x",
    "marks of a conflict": lambda content: b"<<<<<<< HEAD\n" + content + b"=======\n>>>>>>> other\n",
    "a pointer of Git LFS": lambda content: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    "a web page": lambda content: b"<!doctype html><html><body>Sign in</body></html>",
    "twice": lambda content: content + content,
    "a quote that never closes": lambda content: content + b'"' + b"x" * 200,
    "longer rows": lambda content: content.replace(b"\n", b",x,y\n").replace(b",x,y\n", b"\n", 1),
    "nested deep": lambda content: b"[" * 100_000,
    "a long line": lambda content: content + b"x" * 3_000_000,
    "no head": lambda content: content.partition(b"\n")[2],
    "a null": lambda content: b"null",
    "a list": lambda content: b"[1, [2], {}]",
}
