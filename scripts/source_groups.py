"""Sources that are looked at together, as if each group were one source. Most of the time goes into the headers of others,
which are read again for every source; a group reads them once. Used by the scripts beside it."""

import collections
import os
import re
import shlex

# What only one source may define: what it keeps to itself, its tests and its macros. clang-format indents nothing there.
PRIVATE = re.compile(rb"^namespace \{$(.*?)^\}  // namespace$", re.MULTILINE | re.DOTALL)
DEFINED = re.compile(rb"^(?!namespace|using)(?:(?:struct|class|enum(?: class)?) (\w+)|"
                     rb"[A-Za-z][\w:<>,*& ]*?[ *&](\w+)(?:[({=;\[]| [{=]))", re.MULTILINE)
PUBLIC = re.compile(rb"^(?:TEST(?:_[FP])?\((\w+, *\w+)\)|#\s*define\s+(\w+))", re.MULTILINE)


class Group:
    """Sources that can stand together: tests, or none."""

    def __init__(self, tests):
        self.tests, self.paths, self.names, self.macros = tests, [], set(), {}

    def take(self, path, names, macros):
        """Takes the source in, unless it does not go with the others."""
        if self.names & names or any(self.macros.get(name, value) != value for name, value in macros.items()):
            return False
        self.paths.append(path)
        self.names |= names
        self.macros.update(macros)
        return True


def names_of(content):
    """What the source defines that another could define, too."""
    private = b"".join(PRIVATE.findall(content))
    return {a or b for a, b in DEFINED.findall(private) + PUBLIC.findall(content)}


def options_of(command):
    """A compiler's options, each with its value, without what it reads and writes, and without a precompiled header: that is
    of other headers than those the sources are held against, and of another compiler."""
    words = iter([word for word in shlex.split(command) if os.path.basename(word) != "ccache"])
    next(words)  # the compiler
    options = []
    for word in words:
        if word == "-o":
            break
        option = (word, next(words)) if word in ("-isystem", "-include") else (word,)
        if word != "-Winvalid-pch" and not option[-1].endswith("cmake_pch.hxx"):
            options.append(option)
    return options


def grouped(paths, commands, content, largest):
    """The paths in groups, mostly neighbours together; one group per processor at least. `commands` holds their commands,
    `content` gives their texts. Two that define the same name are in different groups: as far as can be seen without a
    compiler."""
    largest = max(1, min(largest, -(-len(paths) // (os.cpu_count() or 1))))
    names = {path: names_of(content(path)) for path in paths}
    count = collections.Counter(name for path in paths for name in names[path])
    often = {path: max((count[name] for name in names[path]), default=0) for path in paths}
    groups = []
    # What many define comes first, else each of them would have a group of its own in the end.
    for path in sorted(paths, key=lambda path: (-often[path] if often[path] > 2 else 0, path)):
        macros = dict(option[0][2:].partition("=")[::2] for option in options_of(commands[path]) if option[0].startswith("-D"))
        tests = path.startswith("tests/")
        if not any(group.tests == tests and len(group.paths) < largest and group.take(path, names[path], macros)
                   for group in groups):
            groups.append(Group(tests))
            groups[-1].take(path, names[path], macros)
    return [group.paths for group in groups]


def write_group(folder, paths, commands):
    """Writes into the folder a source that includes those of the group; returns its path and its compiler's options."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "group.cpp"
    source.write_text("".join(f'#include "{path}"\n' for path in paths))
    options = dict.fromkeys(option for path in paths for option in options_of(commands[path]))
    return source, [word for option in options for word in option]
