// pathlib and importlib.resources: paths as values, and files of the project read through them.
#include "python/builtins.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/machine.hpp"
#include "python/methods.hpp"
#include "python/operations.hpp"
#include "python/ordering.hpp"
#include "python/paths.hpp"

#include <algorithm>
#include <filesystem>

namespace alembicore::python {

namespace {

using given_type = bound_arguments const&;

/// pathlib.Path, taken apart as text only.
class path_object final : public object {
public:
    explicit path_object(std::filesystem::path path) : path_(std::move(path)) {}

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

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
        // Part by part: 'a/b' comes before 'a.b'.
        std::vector<std::string> const mine{path_.begin(), path_.end()};
        return ordered(op, mine, std::vector<std::string>{path->path_.begin(), path->path_.end()});
    }

    [[nodiscard]] bool same_key(object const& other) const override {
        auto const* path = dynamic_cast<path_object const*>(&other);
        return path != nullptr && path->path_ == path_;
    }

    [[nodiscard]] std::size_t hash() const override { return std::hash<std::string>{}(text()); }

private:
    std::filesystem::path path_;
};

std::filesystem::path const& path_of(value const& self) {
    return static_cast<path_object const&>(*self.as_object()).path();
}

std::string text_of(value const& self) {
    return static_cast<path_object const&>(*self.as_object()).text();
}

std::filesystem::path joined_path(std::filesystem::path start, std::span<value const> parts) {
    for (auto const& part : parts) {
        auto const text = path_text(part);
        if (!text)
            throw type_error("argument should be a str or an os.PathLike object, not '" + type_name_of(part) + "'");
        start /= *text;
    }
    return start;
}

value read_text(evaluation& run, value const& self, given_type) {
    return read_project_text(run, text_of(self));
}

value open_path(evaluation& run, value const& self, given_type given) {
    return open_project_file(run, text_of(self), given.text("mode"));
}

value resolved(evaluation&, value const& self, given_type) {
    return make_path(absolute_path(text_of(self)));
}

file_kind kind_at(evaluation& run, value const& self) {
    return project_of(run, "looking for '" + text_of(self) + "'").kind_of(path_of(self));
}

bool matches_wildcards(std::string_view name, std::string_view pattern) {
    while (true) {
        if (pattern.empty())
            return name.empty();
        if (pattern.front() == '*') {
            auto const rest = pattern.substr(1);
            for (std::size_t skipped = 0; skipped <= name.size(); ++skipped)
                if (matches_wildcards(name.substr(skipped), rest))
                    return true;
            return false;
        }
        if (name.empty() || (pattern.front() != '?' && pattern.front() != name.front()))
            return false;
        name.remove_prefix(1);
        pattern.remove_prefix(1);
    }
}

/// Paths that are only of use sorted: the order of a folder is the file system's, so they come as a set.
value paths_in_folder(evaluation& run, value const& self, std::string_view pattern) {
    auto found = std::make_shared<set_data>();
    for (auto const& name : project_of(run, "looking into '" + text_of(self) + "'").list_folder(path_of(self))) {
        run.charge_steps(1 + name.size());
        run.charge_memory(sizeof(dict_table::entry));
        if (matches_wildcards(name, pattern))
            found->table.set(make_path((path_of(self) / name).string()), {});
    }
    return set_pointer{std::move(found)};
}

value glob(evaluation& run, value const& self, given_type given) {
    auto const pattern = given.text("pattern");
    bool const plain = pattern.find_first_of("/[") == std::string::npos && std::ranges::count(pattern, '*') <= 2;
    if (!plain || pattern.find("**") != std::string::npos)
        throw given.refusal("pattern", "only names with * and ? in one folder are evaluated");
    return paths_in_folder(run, self, pattern);
}

value with_suffix(evaluation&, value const& self, given_type given) {
    auto const suffix = given.text("suffix");
    if (!suffix.empty() && (!suffix.starts_with('.') || suffix.size() == 1 || suffix.find('/') != std::string::npos))
        throw value_error("Invalid suffix '" + suffix + "'");
    auto path = path_of(self);
    return make_path(path.replace_extension(suffix).string());
}

value with_name(evaluation&, value const& self, given_type given) {
    auto path = path_of(self);
    return make_path(path.replace_filename(given.text("name")).string());
}

value relative_to(evaluation& run, value const& self, given_type given) {
    auto const base = path_text(given["other"]).value_or("");
    auto const wanted = std::filesystem::path{base};
    auto const [left, right] = std::mismatch(wanted.begin(), wanted.end(), path_of(self).begin(), path_of(self).end());
    if (left != wanted.end())
        throw value_error(run.repr(value{text_of(self)}) + " is not in the subpath of " + run.repr(value{base}));
    std::filesystem::path rest;
    for (auto at = right; at != path_of(self).end(); ++at)
        rest /= *at;
    return make_path(rest.string());
}

method_table const& path_methods() {
    static method_table const once{
        {"joinpath(*parts)",
         [](evaluation&, value const& self, given_type given) {
             return make_path(joined_path(path_of(self), given.rest()).string());
         }},
        {"read_text(encoding=None, errors=None, newline=None)", read_text},
        {"read_bytes()",
         [](evaluation& run, value const& self, given_type) -> value {
             return bytes_data{read_project_bytes(run, text_of(self))};
         }},
        {"open(mode='r', buffering=-1, encoding=None, errors=None, newline=None)", open_path},
        {"resolve(strict=False)", resolved},
        {"absolute()", resolved},
        {"as_posix()", [](evaluation&, value const& self, given_type) -> value { return text_of(self); }},
        {"exists()",
         [](evaluation& run, value const& self, given_type) -> value { return kind_at(run, self) != file_kind::none; }},
        {"is_file()",
         [](evaluation& run, value const& self, given_type) -> value { return kind_at(run, self) == file_kind::file; }},
        {"is_dir()",
         [](evaluation& run, value const& self, given_type) -> value {
             return kind_at(run, self) == file_kind::folder;
         }},
        {"iterdir()", [](evaluation& run, value const& self, given_type) { return paths_in_folder(run, self, "*"); }},
        {"glob(pattern)", glob},
        {"with_suffix(suffix)", with_suffix},
        {"with_name(name)", with_name},
        {"relative_to(other)", relative_to},
        {"is_absolute()",
         [](evaluation&, value const& self, given_type) -> value { return path_of(self).is_absolute(); }},
    };
    return once;
}

std::filesystem::path parent_of(std::filesystem::path const& path) {
    return path.has_relative_path() ? path.parent_path() : path;
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
    if (name == "name")
        return value{path_.filename().string()};
    if (name == "stem")
        return value{path_.stem().string()};
    if (name == "suffix")
        return value{path_.extension().string()};
    if (name == "parent")
        return make_path(parent_of(path_).string());
    if (name == "parts") {
        std::vector<value> parts;
        for (auto const& part : path_)
            parts.emplace_back(part.string());
        return value::tuple(std::move(parts));
    }
    if (name == "parents") {
        std::vector<value> parents;
        for (auto at = path_; at.has_relative_path(); at = at.parent_path())
            parents.push_back(make_path(at.parent_path().string()));
        return value::tuple(std::move(parents));
    }
    if (auto const* found = path_methods().find(name))
        return bind_method(shared_from_this(), *found);
    refuse("attribute '" + std::string{name} + "' of");
}

std::shared_ptr<native_type> const& path_type() {
    static auto const once = [] {
        auto made = std::make_shared<native_type>("Path", std::vector{builtin_type("object")});
        made->constructor("(*parts)", [](evaluation&, given_type given) {
            return make_path(joined_path({}, given.rest()).string());
        });
        made->set(
            "cwd",
            make_function(
                "cwd()", [](evaluation&, given_type) { return make_path(absolute_path(".")); }, effect::none
            )
        );
        made->set("home", refused_function("home", "it depends on the machine it runs on"));
        return made;
    }();
    return once;
}

type_pointer path_object::type() const {
    return path_type();
}

/// The folder of a package of the project, for importlib.resources.
std::filesystem::path package_folder(evaluation& run, value const& package) {
    auto const name = package.text() ? std::string{*package.text()} : run.str(*run.attribute(package, "__name__"));
    auto const source = project_of(run, "reading the package '" + name + "'").find_module(name);
    if (source == nullptr)
        throw not_evaluable("the package '" + name + "' is not found in the project");
    return std::filesystem::path{source->file()}.parent_path();
}

value read_resource(evaluation& run, given_type given) {
    return read_project_text(run, (package_folder(run, given["package"]) / given.text("resource")).string());
}

} // namespace

std::optional<std::string> path_text(value const& item) {
    if (auto const path = item.as<path_object>())
        return path->text();
    if (auto const text = item.text())
        return std::string{*text};
    return std::nullopt;
}

value make_path(std::string_view text) {
    std::filesystem::path clean;
    for (auto const& part : std::filesystem::path{text})
        if (part != "." && !part.empty())
            clean /= part;
    return std::make_shared<path_object>(std::move(clean));
}

std::string absolute_path(std::string const& path) {
    std::error_code unknown;
    auto text = std::filesystem::absolute(path, unknown).lexically_normal().string();
    while (text.size() > 1 && text.ends_with('/'))
        text.pop_back();
    return text;
}

void add_pathlib(module_registry& registry) {
    auto& pathlib = registry.module("pathlib");
    for (auto const* name : {"Path", "PurePath", "PosixPath", "PurePosixPath"})
        pathlib.set(name, path_type());
    registry.module("importlib").function("import_module(name, package=None)", [](evaluation& run, given_type given) {
        auto const name = given.text("name");
        if (name.starts_with('.') || !given["package"].is_none())
            throw given.refusal("name", "only absolute names are evaluated");
        return run.internals().import_module(name, {});
    });
    auto& resources = registry.module("importlib.resources");
    resources.function("read_text(package, resource, encoding='utf-8', errors='strict')", read_resource, effect::none);
    resources.function(
        "files(anchor)",
        [](evaluation& run, given_type given) { return make_path(package_folder(run, given["anchor"]).string()); },
        effect::none
    );
}

} // namespace alembicore::python
