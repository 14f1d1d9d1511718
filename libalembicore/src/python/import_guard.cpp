#include "python/import_guard.hpp"

#include "python/machine.hpp"
#include "python/unknown.hpp"

#include <algorithm>
#include <array>

namespace alembicore::python {

using syntax::statement_kind;

namespace {

/// Of Python 3.8 to 3.14, without what a system or a build may lack. Sorted.
constexpr std::string_view standard_modules[] = {
    "__future__",  "abc",          "argparse",     "array",
    "ast",         "asyncio",      "atexit",       "base64",
    "bdb",         "binascii",     "bisect",       "builtins",
    "cProfile",    "calendar",     "cmath",        "cmd",
    "code",        "codecs",       "codeop",       "collections",
    "colorsys",    "compileall",   "concurrent",   "configparser",
    "contextlib",  "contextvars",  "copy",         "copyreg",
    "csv",         "dataclasses",  "datetime",     "decimal",
    "difflib",     "dis",          "doctest",      "email",
    "encodings",   "enum",         "errno",        "faulthandler",
    "filecmp",     "fileinput",    "fnmatch",      "fractions",
    "ftplib",      "functools",    "gc",           "genericpath",
    "getopt",      "getpass",      "gettext",      "glob",
    "gzip",        "hashlib",      "heapq",        "hmac",
    "html",        "http",         "imaplib",      "importlib",
    "inspect",     "io",           "ipaddress",    "itertools",
    "json",        "keyword",      "linecache",    "locale",
    "logging",     "mailbox",      "marshal",      "math",
    "mimetypes",   "mmap",         "modulefinder", "multiprocessing",
    "netrc",       "ntpath",       "numbers",      "opcode",
    "operator",    "optparse",     "os",           "pathlib",
    "pdb",         "pickle",       "pickletools",  "pkgutil",
    "platform",    "plistlib",     "poplib",       "posixpath",
    "pprint",      "profile",      "pstats",       "py_compile",
    "pyclbr",      "pydoc",        "pyexpat",      "queue",
    "quopri",      "random",       "re",           "reprlib",
    "rlcompleter", "runpy",        "sched",        "secrets",
    "select",      "selectors",    "shelve",       "shlex",
    "shutil",      "signal",       "site",         "smtplib",
    "socket",      "socketserver", "stat",         "statistics",
    "string",      "stringprep",   "struct",       "subprocess",
    "symtable",    "sys",          "sysconfig",    "tabnanny",
    "tarfile",     "tempfile",     "textwrap",     "threading",
    "time",        "timeit",       "token",        "tokenize",
    "trace",       "traceback",    "tracemalloc",  "types",
    "typing",      "unicodedata",  "unittest",     "urllib",
    "uuid",        "warnings",     "wave",         "weakref",
    "webbrowser",  "wsgiref",      "xml",          "xmlrpc",
    "zipapp",      "zipfile",      "zipimport",    "zlib",
};

static_assert(std::ranges::is_sorted(standard_modules));

using name_targets = std::vector<syntax::name const*>;

/// Whether evaluating it does nothing but give a value.
bool only_gives(syntax::expression const* node) {
    if (node == nullptr)
        return true;
    switch (node->kind) {
    case syntax::expression_kind::name:
    case syntax::expression_kind::constant:
        return true;
    case syntax::expression_kind::attribute:
        return only_gives(as<syntax::attribute>(*node).object);
    case syntax::expression_kind::tuple:
    case syntax::expression_kind::list:
        return std::ranges::all_of(as<syntax::sequence>(*node).items, only_gives);
    default:
        return false;
    }
}

bool add_imports(std::span<syntax::import_name const> imports, name_targets& targets) {
    for (auto const& each : imports) {
        if (each.target == nullptr)
            return false;
        targets.push_back(each.target);
    }
    return true;
}

bool add_assigned(syntax::assign const& node, name_targets& targets) {
    for (auto const* target : node.targets) {
        if (target->kind != syntax::expression_kind::name)
            return false;
        targets.push_back(&as<syntax::name>(*target));
    }
    return only_gives(node.value);
}

bool add_function(syntax::function const& node, name_targets& targets) {
    targets.push_back(node.target);
    return node.decorators.empty() && std::ranges::all_of(node.parameters, [](syntax::parameter const& each) {
               return only_gives(each.fallback);
           });
}

/// The names that a block binds; false where it may do more than bind names.
bool add_bindings(syntax::block block, name_targets& targets) {
    return std::ranges::all_of(block, [&](syntax::statement const* node) {
        switch (node->kind) {
        case statement_kind::pass:
            return true;
        case statement_kind::import:
            return add_imports(as<syntax::import_statement>(*node).names, targets);
        case statement_kind::import_from:
            return add_imports(as<syntax::import_from>(*node).names, targets);
        case statement_kind::assign:
            return add_assigned(as<syntax::assign>(*node), targets);
        case statement_kind::function:
            return add_function(as<syntax::function>(*node), targets);
        default:
            return false;
        }
    });
}

/// The names that a `try` binds, whichever way it goes; nullopt where it may do more than bind names.
std::optional<name_targets> bindings_of(syntax::try_statement const& node) {
    name_targets targets;
    bool only_binds = add_bindings(node.body, targets) && add_bindings(node.otherwise, targets) &&
                      add_bindings(node.finally, targets);
    for (auto const& handler : node.handlers) {
        if (handler.target != nullptr)
            targets.push_back(handler.target);
        bool const raises = handler.body.size() == 1 && handler.body.front()->kind == statement_kind::raise;
        only_binds = only_binds && (raises || add_bindings(handler.body, targets));
    }
    return only_binds ? std::optional{std::move(targets)} : std::nullopt;
}

/// A handler that ends by raising does not go on: whatever comes later knows that the import worked.
bool ends_by_raising(syntax::block block) {
    auto const plain = [](syntax::statement const* node) {
        return node->kind == statement_kind::expression || node->kind == statement_kind::assign ||
               node->kind == statement_kind::raise;
    };
    return block.back()->kind == statement_kind::raise && std::ranges::all_of(block, plain);
}

} // namespace

bool is_standard_module(std::string_view top_level) noexcept {
    return std::ranges::binary_search(standard_modules, top_level);
}

bool evaluation::machine::goes_on(syntax::try_statement const& node, raised const& thrown, frame& in) {
    for (auto const& handler : node.handlers)
        if (handler.type == nullptr || catches(evaluate(*handler.type, in), thrown))
            return !ends_by_raising(handler.body);
    return false;
}

bool evaluation::machine::goes_on(raised const& thrown) {
    auto const position_before = position_;
    bool const found =
        std::ranges::any_of(guards_, [&](exception_guard const& each) { return each.goes_on(thrown); });
    position_ = position_before;
    return found;
}

exception_guard evaluation::machine::guard_of(syntax::try_statement const& node, frame& in) {
    return {[this, &node, &in](raised const& thrown) { return goes_on(node, thrown, in); }};
}

void evaluation::machine::require_certain_import(std::string_view dotted, source_range range) {
    auto const top = dotted.substr(0, dotted.find('.'));
    if (guards_.empty() || modules_.find(top) != nullptr || is_standard_module(top))
        return;
    auto const failure = python_error("ModuleNotFoundError", "No module named '" + std::string{dotted} + "'");
    for (auto level = guards_.size(); level-- > 0;) {
        if (!guards_[level].goes_on(failure))
            continue;
        auto why = not_evaluable(
            "whether '" + std::string{dotted} + "' can be imported is not known",
            "run this revision with Python, or import it without a way around"
        );
        why.info().reason = "the code goes on without it where it is not installed";
        why.info().place = position_.module->source->place_of(range);
        throw uncertain_import{level, std::move(why)};
    }
}

void evaluation::machine::leave_unknown(syntax::try_statement const& node, error const& why, frame& in) {
    auto const targets = bindings_of(node);
    if (!targets)
        throw error{why.info()};
    for (auto const* target : *targets)
        store(
            *target,
            std::make_shared<unknown_object>(
                std::string{target->id}, in.module->source->place_of(node.range), why.info()
            ),
            in
        );
}

} // namespace alembicore::python
