"""The house rules of the web application: every write through an action, each one transaction with its author."""

import ast
from pathlib import Path

import pytest
from tests.cases import ROOT

WEB = ROOT / "src/psoas/web"
MODULES = sorted(WEB.rglob("*.py"))
ACTIONS = [path for path in MODULES if path.name == "actions.py"]
# Who may write besides the actions.
WRITERS = {
    "audit/record.py",  # adds to the audit log, inside the transaction of an action
    "models/clinics.py",  # the manager that hashes a password
    "demo/clinic.py",  # fills an empty database with an invented clinic
}
WRITING_FOLDERS = {"storage", "migrations"}
WRITES = {
    "create", "get_or_create", "update_or_create", "create_user", "delete", "bulk_create", "bulk_update", "save_base",
}  # fmt: skip
# Public functions in actions without an author, and why.
WITHOUT_AUTHOR = {
    "new_clinic": "made from the shell, before anybody could be its author",
    "end_sessions": "part of a change of somebody whom the audit log names already",
    "digest_of": "works out a value and writes nothing",
    "try_link": "who it is shows only once the link is found",
    "assess_again": "ends the change of somebody whom the audit log names already",
}


def shown(path: Path) -> str:
    return str(path.relative_to(WEB))


def is_writer(path: Path) -> bool:
    return (
        path.name == "actions.py"
        or shown(path) in WRITERS
        or bool(WRITING_FOLDERS & set(path.relative_to(WEB).parts))
    )


def is_action(node: ast.AST) -> bool:
    """Tell whether a function is an action, wherever it stands: one transaction, by somebody."""
    return (
        isinstance(node, ast.FunctionDef)
        and any(ast.unparse(one) == "transaction.atomic" for one in node.decorator_list)
        and "by" in [argument.arg for argument in node.args.kwonlyargs]
    )


def is_view(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        ast.unparse(one).startswith("allow(") for one in node.decorator_list
    )


def writes_in(tree: ast.AST) -> list[int]:
    """Lines with a call that writes to a database.

    ``update`` of a queryset and ``save`` of a row take names only; of a digest or a picture they take a value.
    """
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and (call.func.attr in WRITES or (call.func.attr in {"save", "update"} and not call.args))
    ]


def functions_of(path: Path) -> list[ast.FunctionDef]:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return [node for node in body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


ALL_ACTIONS = [
    pytest.param(path, one, id=f"{shown(path)}:{one.name}") for path in ACTIONS for one in functions_of(path)
]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("person.save()", [1]),
        ("Person.objects.filter(pk=1).update(name='x')", [1]),
        ("x = {}\nx.update({'a': 1})\ndigest.update(b'')\npicture.save(file)", []),
        ("def view(request):\n    form.save()\n    return Person.objects.create(name='x')", [2, 3]),
    ],
)
def test_the_check_sees_a_write(code: str, lines: list[int]) -> None:
    assert sorted(writes_in(ast.parse(code))) == lines


@pytest.mark.parametrize("path", [path for path in MODULES if not is_writer(path)], ids=shown)
def test_only_actions_write_to_the_database(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    elsewhere = ast.Module([node for node in tree.body if not is_action(node)], [])

    assert writes_in(elsewhere) == []


@pytest.mark.parametrize("path", [path for path in MODULES if not is_writer(path)], ids=shown)
def test_a_transaction_is_opened_by_an_action_and_never_beside_a_view(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.db"
        for name in node.names
    }
    has_action, has_view = (any(map(check, tree.body)) for check in (is_action, is_view))

    assert "transaction" not in imported or (has_action and not has_view)


@pytest.mark.parametrize(("path", "function"), ALL_ACTIONS)
def test_an_action_names_its_author_and_is_one_transaction(path: Path, function: ast.FunctionDef) -> None:
    names = [
        argument.arg
        for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    ]
    keyword_only = [argument.arg for argument in function.args.kwonlyargs]
    is_atomic = any(ast.unparse(one).startswith("transaction.atomic") for one in function.decorator_list)
    says_so = "transaction" in (ast.get_docstring(function) or "")

    if function.name in WITHOUT_AUTHOR:
        assert "by" not in names
    else:
        assert "by" in keyword_only, f"{shown(path)}: {function.name} does not say by whom"
    if function.name != "digest_of":
        assert is_atomic or says_so, (
            f"{shown(path)}: {function.name} is neither atomic nor says inside what it is called"
        )


def test_no_reason_stands_for_a_function_that_is_gone() -> None:
    assert set(WITHOUT_AUTHOR) <= {one.name for path in ACTIONS for one in functions_of(path)}


# Who may take the strongest lock of a row: nothing refers to the one, and the other is deleted.
STRONGEST = {"audit/record.py", "owner/erasure.py"}


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_lock_keeps_nobody_from_referring_to_the_row(path: Path) -> None:
    """An event of the audit log refers to its clinic: who locks that too hard and then adds one waits forever."""
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
    ]
    strong = [call.lineno for call in calls if "no_key" not in [one.arg for one in call.keywords]]

    assert strong == [] or shown(path) in STRONGEST
