"""What the program says, in the words of Python: `--ignore-label=-1` is `ignore_label=-1` here, and `onBadRow` is `on_bad_row`."""

import csv
import json
import re

# The fields of the program that these functions have under another name.
_FIELDS = (
    "allowOtherLabels baselinePredictions batchSize byRow classAxis classCounts classNames classWeights ignoreLabel "
    "logitAdjust minSlice onBadRow probTolerance"
).split()
_FIELD = re.compile(rf"\b({'|'.join(_FIELDS)})\b")

# The options of the command line by what their values are, and what they are called here where that is not their own name with
# underscores. A test holds them to the records of the options.
_OPTIONS = {
    "text": (
        "baseline baseline-preds=baseline_predictions by compat expect for=for_ from=from_ id keep labels limits loss=losses model name "
        "on-bad-row over predicted printed query=quantities rank reduction set=sets sort task want weight"
    ),
    "columns": "label score",
    "names": "class-names",
    "labels": "background ignore-label",
    "numbers": (
        "batch-size bins class-axis class-counts class-weight=class_weights confidence logit-adjust min-slice per-sample=hardest "
        "prior priors prob-tolerance target temperature threads threshold top"
    ),
    "true": "allow-other-labels by-row renormalize",
    "false": "no-noise=noise no-samples=samples",
}
_KNOWN = {
    flag: (keyword or flag.replace("-", "_"), kind)
    for kind, names in _OPTIONS.items()
    for flag, _, keyword in (name.partition("=") for name in names.split())
}
# What an option may say where it is one of a few words: others behind it are no value.
_CHOICES = {
    "from": {"logits", "probs", "log-probs", "percent"},
    "on-bad-row": {"fail", "skip"},
    "task": {"binary", "softmax", "multilabel"},
}
# Words of a sentence that stand behind an option without its value: `leave --background out`.
_PLAIN = set(
    "and as asks at because column for from gives has have if in is it its may misleads names needs of on or otherwise out said "
    "says takes that the to which with would".split()
)
_STANDS = {"COLUMN", "FILE", "LIST", "NAME", "TABLE"}
_QUOTED = r"'(?:[^']|'\\'')*'"
# One word of a shell with the option in it, or the option and maybe a word behind it.
_OPTION = re.compile(
    rf"""(?<![\w-])\$?'--(?P<whole>[a-z][a-z-]*[a-z])=(?P<rest>(?:[^']|'\\'')*)'
    |(?<![\w-])--(?P<flag>[a-z][a-z-]*[a-z])(?P<value>[=\ ](?:\$?{_QUOTED}|"[^"]*"|[^\s'";()]*[^\s'";():,.]))?(?![\w-])""",
    re.VERBOSE,
)
_COMMAND = re.compile(r"lossctl [a-z]+ [^;]*--[^;]*|zstd [^;]*--[^;]*")
_SEQUENCE = re.compile(r"\$\(seq (\d+) (\d+) \| paste -sd, -\)")


def in_python(text):
    """Options and fields are called as the arguments of these functions are; whole commands stay as they are."""
    if not isinstance(text, str):
        return text
    said, after = [], 0
    for command in _COMMAND.finditer(text):
        said += [_arguments(text[after : command.start()]), command[0]]
        after = command.end()
    text = "".join([*said, _arguments(text[after:])])
    return _FIELD.sub(lambda name: re.sub("[A-Z]", lambda one: f"_{one[0].lower()}", name[0]), text)


def _arguments(text):
    said, after, is_argument = [], 0, False
    for found in _OPTION.finditer(text):
        between = text[after : found.start()]
        argument, rest = _argument(found)
        # Options stand side by side; arguments have commas between.
        said += [", " if is_argument and between == " " else between, argument, rest]
        after, is_argument = found.end(), "=" in argument and rest == ""
    return "".join([*said, text[after:]])


def _argument(found):
    """The argument, and what was behind it and is none of it."""
    flag, value = (found["whole"], f"={_unquoted(found['rest'])}") if found["whole"] else (found["flag"], found["value"] or "")
    keyword, kind = _KNOWN.get(flag, (flag.replace("-", "_"), None))
    if kind in ("true", "false"):
        return f"{keyword}={kind.title()}", value
    word = value[1:] if found["whole"] else _unquoted(value[1:])
    is_value = value.startswith("=") or (kind is not None and (word in _CHOICES[flag] if flag in _CHOICES else word not in _PLAIN))
    if value == "" or not is_value:
        return keyword, value
    return f"{keyword}={_literal(word, kind)}", ""


def _unquoted(word):
    if word.startswith("$'"):
        octal = re.sub(r"(?:\\[0-7]{3})+", lambda found: _of_octal(found[0]), word[2:-1])
        return octal
    if word.startswith("'"):
        return word[1:-1].replace("'\\''", "'")
    return word[1:-1] if word.startswith('"') else word


def _of_octal(text):
    return bytes(int(one, 8) for one in text.split("\\")[1:]).decode(errors="replace")


def _literal(word, kind):
    if word in _STANDS:
        return word
    sequence = _SEQUENCE.fullmatch(word)
    if sequence:
        return f"[str(i) for i in range({sequence[1]}, {int(sequence[2]) + 1})]"
    if kind == "text" or kind is None:
        return _quoted(word)
    parts = next(csv.reader([word], skipinitialspace=True), [word])
    if kind == "names":
        return f"[{', '.join(map(_quoted, parts))}]"
    if kind == "columns":
        return _quoted(word) if len(parts) == 1 and parts[0] == word else f"[{', '.join(map(_quoted, parts))}]"
    written = [part if _is_number(part, kind) else _quoted(part) for part in parts]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"


def _is_number(part, kind):
    return re.fullmatch(r"-?(?:0|[1-9]\d*)" if kind == "labels" else r"-?\d+(?:\.\d+)?(?:e-?\d+)?", part) is not None


def _quoted(text):
    return json.dumps(text, ensure_ascii=False)
