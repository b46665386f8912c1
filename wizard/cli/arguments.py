"""The arguments of every command. Wrong usage becomes one line, as every other bad input."""

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn, TypeAlias

from wizard import __version__
from wizard.errors import BadInput
from wizard.messages import ENGLISH, Message, message
from wizard.vocabulary import Cause, Security

_LINK = "sendagain:"
Run: TypeAlias = Callable[[argparse.Namespace, object], int]


class _Parser(argparse.ArgumentParser):
    def error(self, message_: str) -> NoReturn:
        raise BadInput(message("terminal.bad_usage", problem=message_, program=self.prog))


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of the command; `run` is the function that does it. BadInput on wrong usage."""
    parser = _parser(arguments)
    if len(arguments) == 1 and arguments[0].lower().startswith(_LINK):
        # Never parsed as options: a link comes from a web page.
        options = parser.parse_args([])
        options.link, options.run = arguments[0], _command("link")
        return options
    options = parser.parse_args(arguments)
    if options.policy_status:
        options.run = _command("policy")
    elif options.self_test:
        options.run = _command("self_test")
    elif options.forget_all:
        options.remember, options.run = False, _command("forget_all")
    elif options.newer_version:
        options.run = _command("newer_version")
    elif options.status_json:
        parser.error(_help("terminal.status_json_alone"))
    return options


def _command(name: str) -> Run:
    """The `run` of a command's module, imported only when that command is called."""

    def run(options: argparse.Namespace, terminal: object) -> int:
        status: int = import_module(f"wizard.cli.{name}").run(options, terminal)
        return status

    return run


def _help(id_: str) -> str:
    return ENGLISH.render(Message(id_)).replace("%", "%%")


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(prog="sendagain", description=_help("terminal.help.program"))
    parser.add_argument("--version", action="version", version=f"Send Again {__version__}")
    parser.add_argument("--lang", help=_help("terminal.help.lang"))
    parser.add_argument("--terminal", action="store_true", help=_help("terminal.help.terminal"))
    parser.add_argument("--profile", metavar="FILE", help=_help("terminal.help.profile"))
    parser.add_argument(
        "--policy-status", action="store_true", help=_help("terminal.help.policy_status")
    )
    parser.add_argument(
        "--json", action="store_true", dest="status_json", help=_help("terminal.help.status_json")
    )
    parser.add_argument("--self-test", action="store_true", help=_help("self_test.help"))
    newer = _help("newer_version.help")
    parser.add_argument("--newer-version", action="store_true", help=newer)
    forget = _help("secrets.help.forget_all")
    parser.add_argument("--forget-all", action="store_true", help=forget)
    parser.set_defaults(run=_command("start"))
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=_Parser)
    for add in _needed(arguments):
        add(commands)
    return parser


def _needed(arguments: Sequence[str]) -> Sequence[Callable[["Commands"], None]]:
    """The commands to prepare: the window waits for none, and a command only for itself."""
    if not arguments:
        return ()
    everything = {
        "check": _add_check,
        "explain": _add_explain,
        "settings": _add_settings,
        "practice": _add_practice,
        "code": _add_code,
        "bundle": _add_bundle,
        "pace": _add_pace,
        "domain": _add_domain,
        "attachments": _add_attachments,
        "networks": _add_networks,
        "queue": _add_queue,
        "watch": _add_watch,
        "helpdesk": _add_helpdesk,
        "sign-in": _add_sign_in,
    }
    asked = everything.get(arguments[0])
    return (asked,) if asked else tuple(everything.values())


Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"


def _new(commands: Commands, name: str, module: str | None = None) -> _Parser:
    text = _help(f"terminal.help.{name}")
    command = commands.add_parser(name, help=text, description=text)
    command.set_defaults(run=_command(module or name))
    for flag in ("--lang", "--profile"):
        command.add_argument(flag, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return command


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help=_help("terminal.help.json"))


def _add_check_options(command: argparse.ArgumentParser) -> None:
    for flag, id_ in (
        ("--password-stdin", "terminal.help.password_stdin"),
        ("--send-test", "terminal.help.send_test"),
        ("--no-outside", "terminal.help.no_outside"),
        ("--resume", "terminal.help.resume"),
        ("--verbose", "terminal.help.verbose"),
    ):
        command.add_argument(flag, action="store_true", help=_help(id_))
    command.add_argument("--error", metavar="TEXT", default="", help=_help("terminal.help.error"))
    command.add_argument("--message-size", metavar="SIZE", help=_help("terminal.help.message_size"))
    command.add_argument("--bundle", metavar="FILE", help=_help("terminal.help.bundle_file"))
    _add_json(command)


def _add_check(commands: Commands) -> None:
    command = _new(commands, "check")
    _add_account(command)
    _add_check_options(command)
    _add_flags(command, ("oauth", "remember", "forget"))


def _add_flags(command: argparse.ArgumentParser, names: Sequence[str]) -> None:
    for name in names:
        help_ = _help(f"secrets.help.{name.replace('-', '_')}")
        command.add_argument(f"--{name}", action="store_true", help=help_)


def _add_sign_in(commands: Commands) -> None:
    command = _new(commands, "sign-in", "sign_in")
    command.add_argument("address", metavar="ADDRESS")
    _add_flags(command, ("device", "remember", "forget", "client-secret-stdin"))
    command.add_argument("--client-id", metavar="ID", help=_help("secrets.help.client_id"))


def _add_account(command: argparse.ArgumentParser) -> None:
    command.add_argument("address", metavar="ADDRESS")
    command.add_argument("--server", metavar="HOST", help=_help("terminal.help.server"))
    command.add_argument("--port", metavar="N", help=_help("terminal.help.port"))
    command.add_argument(
        "--security",
        choices=[security.value for security in Security],
        help=_help("terminal.help.security"),
    )
    command.add_argument("--username", metavar="USER", help=_help("terminal.help.username"))


def _add_watch(commands: Commands) -> None:
    command = _new(commands, "watch")
    _add_account(command)
    for flag, id_ in (
        ("--password-stdin", "terminal.help.password_stdin"),
        ("--no-outside", "terminal.help.no_outside"),
        ("--unit", "terminal.help.unit"),
    ):
        command.add_argument(flag, action="store_true", help=_help(id_))
    command.add_argument("--error", metavar="TEXT", default="", help=_help("terminal.help.error"))
    _add_json(command)


def _add_explain(commands: Commands) -> None:
    command = _new(commands, "explain")
    command.add_argument("text", metavar="TEXT", nargs="?", default="-")
    command.add_argument("--jsonl", action="store_true", help=_help("terminal.help.jsonl"))
    _add_json(command)


def _add_settings(commands: Commands) -> None:
    command = _new(commands, "settings")
    command.add_argument("address", metavar="ADDRESS")
    command.add_argument(
        "--no-outside", action="store_true", help=_help("terminal.help.no_outside")
    )
    _add_json(command)


def _add_practice(commands: Commands) -> None:
    command = _new(commands, "practice")
    command.add_argument("name", metavar="NAME", nargs="?")
    command.add_argument("--list", action="store_true", help=_help("terminal.help.list"))
    _add_check_options(command)


def _add_code(commands: Commands) -> None:
    command = _new(commands, "code")
    command.add_argument("code", metavar="CODE", nargs="+")
    _add_json(command)


def _add_bundle(commands: Commands) -> None:
    command = _new(commands, "bundle")
    actions = command.add_subparsers(metavar="ACTION", required=True, parser_class=_Parser)
    show = _new(actions, "show", "bundle_show")
    show.add_argument("file", metavar="FILE")
    _add_json(show)
    compare = _new(actions, "compare", "bundle_compare")
    compare.add_argument("before", metavar="A")
    compare.add_argument("after", metavar="B")
    _add_json(compare)


def _add_helpdesk(commands: Commands) -> None:
    command = _new(commands, "helpdesk")
    command.add_argument(
        "what", metavar="CODE_OR_FILE", nargs="*", help=_help("terminal.help.helpdesk.what")
    )
    for flag, metavar in (
        ("folder", "DIR"),
        ("csv", "FILE"),
        ("ndjson", "FILE"),
        ("page", "FILE"),
        ("screen", "NUMBER"),
        ("identity", "FILE"),
    ):
        help_ = _help(f"terminal.help.helpdesk.{flag}")
        command.add_argument(f"--{flag}", metavar=metavar, default="", help=help_)
    _add_json(command)


def _add_pace(commands: Commands) -> None:
    command = _new(commands, "pace")
    command.add_argument("address", metavar="ADDRESS")
    command.add_argument(
        "--messages", metavar="N", required=True, help=_help("terminal.help.messages")
    )
    command.add_argument("--calendar", metavar="FILE", help=_help("terminal.help.calendar"))
    _add_json(command)


def _add_domain(commands: Commands) -> None:
    command = _new(commands, "domain")
    command.add_argument("domain", metavar="DOMAIN")
    command.add_argument(
        "--selector", action="append", default=[], help=_help("terminal.help.selector")
    )
    _add_json(command)


def _add_networks(commands: Commands) -> None:
    command = _new(commands, "networks")
    _add_account(command)
    flag = _help("terminal.help.no_outside")
    command.add_argument("--no-outside", action="store_true", help=flag)


def _add_attachments(commands: Commands) -> None:
    command = _new(commands, "attachments")
    command.add_argument("path", metavar="PATH", nargs="+")
    for flag, metavar in (("address", "ADDRESS"), ("limit", "SIZE")):
        help_ = _help(f"terminal.help.attachments.{flag}")
        command.add_argument(f"--{flag}", metavar=metavar, default="", help=help_)
    _add_json(command)


def _add_queue(commands: Commands) -> None:
    command = _new(commands, "queue")
    actions = command.add_subparsers(metavar="ACTION", required=True, parser_class=_Parser)
    for name in ("list", "hold", "release", "requeue", "delete", "restore"):
        text = _help(f"terminal.help.queue.{name}")
        action = actions.add_parser(name, help=text, description=text)
        action.set_defaults(run=_command("queue"), action=name)
        action.add_argument("--config", metavar="PATH", help=_help("terminal.help.queue.config"))
        if name == "restore":
            action.add_argument("folder", metavar="FOLDER")
            continue
        _add_queue_filters(action)
        if name == "list":
            _add_json(action)
            help_ = _help("terminal.help.queue.input")
            action.add_argument("--input", metavar="FILE", help=help_)
        else:
            action.add_argument("--yes", action="store_true", help=_help("terminal.help.queue.yes"))

    exempt = actions.add_parser("exempt", help=_help("terminal.help.queue.exempt"))
    exempt.set_defaults(run=_command("queue"), action="exempt")
    exempt.add_argument("server", choices=("postfix", "exim", "exchange"))
    help_ = _help("terminal.help.queue.exempt.address")
    exempt.add_argument("--address", metavar="NET", action="append", default=[], help=help_)
    _add_json(exempt)


def _add_queue_filters(action: argparse.ArgumentParser) -> None:
    for name in ("sender", "recipient-domain", "reason", "older-than"):
        help_ = _help(f"terminal.help.queue.{name.replace('-', '_')}")
        action.add_argument(f"--{name}", default="", help=help_)
    causes = [cause.value for cause in Cause]
    action.add_argument("--cause", choices=causes, help=_help("terminal.help.queue.cause"))
    action.add_argument("--all", action="store_true", help=_help("terminal.help.queue.all"))
