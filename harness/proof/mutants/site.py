"""The places of an answer that can be changed, each with what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst
from libcst import matchers as m

SILENT = (cst.Annotation, cst.BaseParenthesizableWhitespace, cst.Comment, cst.EmptyLine, cst.TrailingWhitespace)

Parents = tuple[cst.CSTNode, ...]  # the innermost first


@dataclass(frozen=True)
class Site:
    """A node within a method.

    names: what the method binds, its parameters first. fields: the attributes that the class assigns.
    """

    node: cst.CSTNode
    parents: Parents
    where: str
    names: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def parent(self) -> cst.CSTNode:
        return self.parents[0]

    @property
    def is_value(self) -> bool:
        """Whether it is an expression whose value is assigned, returned, passed on or computed with."""
        match self.parent:
            case cst.Assign() | cst.Return():
                return self.node is self.parent.value
            case cst.BinaryOperation():
                return isinstance(self.node, cst.BaseExpression)
            case cst.Arg():
                return self.node is self.parent.value and not isinstance(self.node, cst.BaseNumber)
            case cst.Element():
                return m.matches(self.parents[2], m.Return() | m.Assign()) and not self.is_target
        return False

    @property
    def is_target(self) -> bool:
        """Whether it is assigned to."""
        return any(isinstance(parent, (cst.AssignTarget, cst.CompFor)) for parent in self.parents[:3])

    @property
    def keyword(self) -> str:
        """Of an argument, or of its value without its sign: its name in the call."""
        arg = next((parent for parent in (self.node, *self.parents[:2]) if isinstance(parent, cst.Arg)), None)
        return arg.keyword.value if arg and arg.keyword else ""


def sites(module: cst.Module) -> Iterator[Site]:
    """Each node of each method of each class, but for docstrings and annotations."""
    for class_def in (node for node in module.body if isinstance(node, cst.ClassDef)):
        fields = tuple(dict.fromkeys(_fields(class_def)))
        for method in (node for node in class_def.body.body if isinstance(node, cst.FunctionDef)):
            where = f"{class_def.name.value}.{method.name.value}"
            names = tuple(dict.fromkeys(_names(method)))
            for node, parents in _walk(method, (class_def.body,)):
                yield Site(node, parents, where, names, fields)


def _walk(node: cst.CSTNode, parents: Parents) -> Iterator[tuple[cst.CSTNode, Parents]]:
    if not _is_silent(node):
        yield node, parents
        for child in node.children:
            yield from _walk(child, (node, *parents))


def _is_silent(node: cst.CSTNode) -> bool:
    """Whether it does nothing when it runs."""
    return isinstance(node, SILENT) or m.matches(node, m.SimpleStatementLine([m.Expr(m.SimpleString())]))


def _fields(class_def: cst.ClassDef) -> Iterator[str]:
    own = m.Attribute(m.Name("self"), m.Name())
    for target in m.findall(class_def, m.AssignTarget(own)):
        yield _attribute(target)
    for call in m.findall(class_def, m.Call(m.Attribute(m.Name("self"), m.Name("register_buffer")))):
        assert isinstance(call, cst.Call)
        first: Sequence[cst.Arg] = call.args[:1]
        yield from (str(arg.value.evaluated_value) for arg in first if isinstance(arg.value, cst.SimpleString))


def _attribute(target: cst.CSTNode) -> str:
    assert isinstance(target, cst.AssignTarget) and isinstance(target.target, cst.Attribute)
    return target.target.attr.value


def _names(method: cst.FunctionDef) -> Iterator[str]:
    yield from (param.name.value for param in method.params.params)
    bound = m.AssignTarget() | m.For() | m.CompFor()
    for node in m.findall(method, bound):
        target = getattr(node, "target")  # noqa: B009
        elements = target.elements if isinstance(target, cst.Tuple) else [target]
        for one in elements:
            name = one.value if isinstance(one, cst.Element) else one
            if isinstance(name, cst.Name):
                yield name.value
