// os, os.path, pathlib and open(): arithmetic on paths, and reading files that the caller lets evaluated code see.
#include "python/builtins.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/lazy.hpp"
#include "python/library.hpp"
#include "python/machine.hpp"
#include "python/operations.hpp"

#include "base/file.hpp"

#include <filesystem>

namespace alembicore::python {

namespace {

std::string read_project_file(evaluation& run, std::string const& file) {
    auto* const project = run.internals().options().project;
    if (project == nullptr)
        throw not_evaluable("reading the file '" + file + "' is not possible here");
    auto content = project->read_file(file);
    if (!content)
        throw python_error("FileNotFoundError", "[Errno 2] No such file or directory: '" + file + "'");
    if (base::find_invalid_utf8(*content) != std::string::npos)
        throw not_evaluable("the file '" + file + "' is not UTF-8");
    run.charge_memory(content->size());
    return *std::move(content);
}

std::vector<value> lines_of(std::string_view text) {
    std::vector<value> lines;
    while (!text.empty()) {
        auto const length = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.emplace_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

/// A text file opened for reading: its whole content.
class open_file final : public object {
public:
    explicit open_file(std::string content) : content_(std::move(content)) {}

    [[nodiscard]] std::string type_name() const override { return "TextIOWrapper"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name) override {
        auto const self = std::static_pointer_cast<open_file>(shared_from_this());
        if (name == "read")
            return method("read()", [self] { return value{self->take_rest()}; });
        if (name == "readlines")
            return method("readlines()", [self] { return value::list(lines_of(self->take_rest())); });
        if (name == "readline")
            return method("readline()", [self] {
                auto const rest = std::string_view{self->content_}.substr(self->at_);
                auto const line = rest.substr(0, std::min(rest.find('\n'), rest.size() - 1) + 1);
                self->at_ += line.size();
                return value{line};
            });
        if (name == "close")
            return method("close()", [] { return value{}; });
        refuse("attribute '" + std::string{name} + "' of");
    }

    void iterate(evaluation& run, item_visitor const& visit) override {
        run.iterate(value::list(lines_of(take_rest())), visit);
    }

    value enter(evaluation&) override { return shared_from_this(); }

    bool exit(evaluation&, raised const*) override { return false; }

private:
    template <typename Code>
    static value method(char const* declared, Code code) {
        return make_function(
            declared,
            [code = std::move(code)](evaluation&, bound_arguments const&) -> value { return code(); },
            effect::none
        );
    }

    std::string take_rest() { return content_.substr(std::exchange(at_, content_.size())); }

    std::string content_;
    std::size_t at_ = 0;
};

std::string without_carriage_returns(std::string text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] != '\r')
            result += text[i];
        else if (i + 1 == text.size() || text[i + 1] != '\n')
            result += '\n';
    return result;
}

/// pathlib.Path, taken apart as text only.
class path_object final : public object {
public:
    explicit path_object(std::filesystem::path path) : path_(std::move(path)) {}

    [[nodiscard]] std::string text() const { return path_.empty() ? "." : path_.string(); }

    [[nodiscard]] std::string type_name() const override { return "PosixPath"; }

    [[nodiscard]] type_pointer type() const override;

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::string str(evaluation&) override { return text(); }

    [[nodiscard]] std::string repr(evaluation& run) override { return "PosixPath(" + run.repr(value{text()}) + ")"; }

    [[nodiscard]] std::optional<value>
    binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;

    [[nodiscard]] std::optional<value>
    compare(evaluation&, syntax::comparison_operator op, value const& other) override {
        auto const path = other.as<path_object>();
        if (path == nullptr)
            return std::nullopt;
        if (op == syntax::comparison_operator::equal)
            return path->text() == text();
        if (op == syntax::comparison_operator::not_equal)
            return path->text() != text();
        refuse("ordering");
    }

private:
    std::filesystem::path path_;
};

/// The text of a path given as str or Path.
std::optional<std::string> path_text(value const& item) {
    if (auto const path = item.as<path_object>())
        return path->text();
    if (auto const text = item.text())
        return std::string{*text};
    return std::nullopt;
}

std::string path_argument(bound_arguments const& given, std::string_view parameter) {
    if (auto text = path_text(given[parameter]))
        return *std::move(text);
    throw type_error("expected str, bytes or os.PathLike object, not " + type_name_of(given[parameter]));
}

value make_path(std::string_view text) {
    std::filesystem::path clean;
    for (auto const& part : std::filesystem::path{text})
        if (part != "." && !part.empty())
            clean /= part;
    return std::make_shared<path_object>(std::move(clean));
}

std::optional<value>
path_object::binary(evaluation&, syntax::binary_operator op, value const& other, operand_side side) {
    auto const text_of_other = path_text(other);
    if (op != syntax::binary_operator::divide || !text_of_other)
        return std::nullopt;
    auto const joined =
        side == operand_side::left ? path_ / *text_of_other : std::filesystem::path{*text_of_other} / path_;
    return make_path(joined.string());
}

std::optional<value> path_object::attribute(evaluation&, std::string_view name) {
    auto const up = path_.has_relative_path() ? path_.parent_path() : path_;
    if (name == "name")
        return value{path_.filename().string()};
    if (name == "stem")
        return value{path_.stem().string()};
    if (name == "suffix")
        return value{path_.extension().string()};
    if (name == "parent")
        return make_path(up.string());
    if (name == "parents") {
        std::vector<value> parents;
        for (auto at = path_; at.has_relative_path(); at = at.parent_path())
            parents.push_back(make_path(at.parent_path().string()));
        return value::tuple(std::move(parents));
    }
    auto const self = std::static_pointer_cast<path_object>(shared_from_this());
    if (name == "joinpath")
        return make_function(
            "joinpath(*parts)",
            [self](evaluation&, bound_arguments const& given) {
                auto joined = self->path_;
                for (auto const& part : given.rest())
                    joined /= path_text(part).value_or("");
                return make_path(joined.string());
            },
            effect::none
        );
    if (name == "read_text")
        return make_function(
            "read_text(encoding=None, errors=None)",
            [self](evaluation& run, bound_arguments const&) -> value {
                return without_carriage_returns(read_project_file(run, self->text()));
            },
            effect::none
        );
    if (name == "open")
        return make_function(
            "open(mode='r', *args, **kw)",
            [self](evaluation& run, bound_arguments const& given) -> value {
                if (given.text("mode") != "r" && given.text("mode") != "rt")
                    throw given.refusal("mode", "files are only read, as text");
                return std::make_shared<open_file>(without_carriage_returns(read_project_file(run, self->text())));
            },
            effect::none
        );
    if (name == "resolve" || name == "absolute")
        return make_function(
            "resolve()",
            [self](evaluation&, bound_arguments const&) {
                // The file of a module is given as it was found; what is absolute already stays as it is.
                return make_path(self->path_.lexically_normal().string());
            },
            effect::none
        );
    if (name == "as_posix")
        return make_function(
            "as_posix()", [self](evaluation&, bound_arguments const&) { return value{self->text()}; }, effect::none
        );
    refuse("attribute '" + std::string{name} + "' of");
}

std::shared_ptr<native_type> const& path_type() {
    static auto const once = [] {
        auto made = std::make_shared<native_type>("Path", std::vector{builtin_type("object")});
        made->constructor("(*parts)", [](evaluation&, bound_arguments const& given) {
            std::filesystem::path joined;
            for (auto const& part : given.rest()) {
                auto const text = path_text(part);
                if (!text)
                    throw type_error(
                        "argument should be a str or an os.PathLike object, not '" + type_name_of(part) + "'"
                    );
                joined /= *text;
            }
            return make_path(joined.string());
        });
        for (auto const* name : {"cwd", "home"})
            made->set(name, refused_function(name, "it depends on where the tool runs"));
        return made;
    }();
    return once;
}

type_pointer path_object::type() const {
    return path_type();
}

value join_paths(evaluation&, bound_arguments const& given) {
    std::string joined = path_argument(given, "path");
    for (auto const& each : given.rest()) {
        auto const part = path_text(each);
        if (!part)
            throw type_error(
                "join() argument must be str, bytes, or os.PathLike object, not '" + type_name_of(each) + "'"
            );
        if (part->starts_with('/') || joined.empty())
            joined = part->starts_with('/') || joined.empty() ? *part : joined;
        else
            joined += (joined.ends_with('/') ? "" : "/") + *part;
    }
    return joined;
}

std::string folder_of(std::string const& path) {
    auto const slash = path.rfind('/');
    if (slash == std::string::npos)
        return {};
    auto head = path.substr(0, slash + 1);
    auto const last = head.find_last_not_of('/');
    return last == std::string::npos ? head : head.substr(0, last + 1);
}

value normal_path(bound_arguments const& given) {
    auto text = std::filesystem::path{path_argument(given, "path")}.lexically_normal().string();
    while (text.size() > 1 && text.ends_with('/'))
        text.pop_back();
    return text.empty() ? "." : text;
}

value split_extension(evaluation&, bound_arguments const& given) {
    auto const path = path_argument(given, "path");
    auto const name = path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1;
    auto const start = path.find_first_not_of('.', name);
    auto const dot = path.rfind('.');
    if (dot == std::string::npos || start == std::string::npos || dot < start)
        return value::tuple({value{path}, value{""}});
    return value::tuple({value{path.substr(0, dot)}, value{path.substr(dot)}});
}

value open_for_reading(evaluation& run, bound_arguments const& given) {
    auto const mode = given.text("mode");
    if (mode != "r" && mode != "rt")
        throw given.refusal("mode", "files are only read, as text");
    return std::make_shared<open_file>(without_carriage_returns(read_project_file(run, path_argument(given, "file"))));
}

void add_os_path(module_registry& registry) {
    auto& path = registry.module("os.path");
    path.function("join(path, /, *paths)", join_paths, effect::none);
    path.function(
        "dirname(path)",
        [](evaluation&, bound_arguments const& given) -> value { return folder_of(path_argument(given, "path")); },
        effect::none
    );
    path.function(
        "basename(path)",
        [](evaluation&, bound_arguments const& given) -> value {
            auto const text = path_argument(given, "path");
            return text.substr(text.rfind('/') + 1);
        },
        effect::none
    );
    path.function("splitext(path)", split_extension, effect::none);
    path.function(
        "normpath(path)", [](evaluation&, bound_arguments const& given) { return normal_path(given); }, effect::none
    );
    for (auto const* declared : {"abspath(path)", "realpath(path)"})
        path.function(
            declared, [](evaluation&, bound_arguments const& given) { return normal_path(given); }, effect::none
        );
    for (auto const* name : {"exists", "isfile", "isdir", "getsize", "expanduser", "expandvars"})
        path.set(name, refused_function(name, "it depends on the machine it runs on"));
    path.set("sep", "/");
}

/// `os.environ`: nothing of it is known.
class environment_variables final : public object {
public:
    [[nodiscard]] std::string type_name() const override { return "environ"; }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view) override { throw refusal(); }

    [[nodiscard]] value item(evaluation&, value const&) override { throw refusal(); }

    [[nodiscard]] bool contains(evaluation&, value const&) override { throw refusal(); }

private:
    static error refusal() { return not_evaluable("environment variables are not known when a revision is evaluated"); }
};

} // namespace

void add_paths(module_registry& registry) {
    add_os_path(registry);
    auto& os = registry.module("os");
    os.set("environ", std::make_shared<environment_variables>());
    os.set("getenv", refused_function("getenv", "environment variables are not known when a revision is evaluated"));
    os.set("sep", "/");
    os.set("linesep", "\n");
    auto& pathlib = registry.module("pathlib");
    for (auto const* name : {"Path", "PurePath", "PosixPath", "PurePosixPath"})
        pathlib.set(name, path_type());
}

void declare_files(module_object& builtins) {
    builtins.function("open(file, mode='r', *args, **kw)", open_for_reading, effect::none);
}

} // namespace alembicore::python
