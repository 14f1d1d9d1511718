// os and os.path: arithmetic on paths, what is in the project, and the environment.
#include "python/builtins.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/machine.hpp"
#include "python/methods.hpp"
#include "python/operations.hpp"
#include "python/paths.hpp"

#include <filesystem>

namespace alembicore::python {

namespace {

using given_type = bound_arguments const&;

std::string path_argument(given_type given, std::string_view parameter) {
    if (auto text = path_text(given[parameter]))
        return *std::move(text);
    throw type_error("expected str, bytes or os.PathLike object, not " + type_name_of(given[parameter]));
}

value join_paths(evaluation&, given_type given) {
    std::string joined = path_argument(given, "path");
    for (auto const& each : given.rest()) {
        auto const part = path_text(each);
        if (!part)
            throw type_error(
                "join() argument must be str, bytes, or os.PathLike object, not '" + type_name_of(each) + "'"
            );
        if (part->starts_with('/') || joined.empty())
            joined = *part;
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

std::string name_of(std::string const& path) {
    return path.substr(path.rfind('/') + 1);
}

value split_extension(evaluation&, given_type given) {
    auto const path = path_argument(given, "path");
    auto const name = path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1;
    auto const start = path.find_first_not_of('.', name);
    auto const dot = path.rfind('.');
    if (dot == std::string::npos || start == std::string::npos || dot < start)
        return value::tuple({value{path}, value{""}});
    return value::tuple({value{path.substr(0, dot)}, value{path.substr(dot)}});
}

std::string normal_path(std::string const& path) {
    auto text = std::filesystem::path{path}.lexically_normal().string();
    while (text.size() > 1 && text.ends_with('/'))
        text.pop_back();
    return text.empty() ? "." : text;
}

file_kind kind_at(evaluation& run, given_type given) {
    auto const path = path_argument(given, "path");
    return project_of(run, "looking for '" + path + "'").kind_of(path);
}

value list_folder(evaluation& run, given_type given) {
    auto const path = path_argument(given, "path");
    std::vector<value> names;
    for (auto& name : project_of(run, "looking into '" + path + "'").list_folder(path))
        names.emplace_back(std::move(name));
    if (names.size() > 1)
        throw given.refusal("path", "the order of the names in a folder is the file system's");
    return value::list(std::move(names));
}

using path_code = value (*)(std::string const& path);

void add_path_function(module_object& module, char const* declared, path_code code) {
    module.function(
        declared, [code](evaluation&, given_type given) { return code(path_argument(given, "path")); }, effect::none
    );
}

void add_os_path(module_registry& registry) {
    auto& path = registry.module("os.path");
    path.function("join(path, /, *paths)", join_paths, effect::none);
    path.function("splitext(path)", split_extension, effect::none);
    add_path_function(path, "dirname(path)", [](std::string const& text) -> value { return folder_of(text); });
    add_path_function(path, "basename(path)", [](std::string const& text) -> value { return name_of(text); });
    add_path_function(path, "normpath(path)", [](std::string const& text) -> value { return normal_path(text); });
    add_path_function(path, "abspath(path)", [](std::string const& text) -> value { return absolute_path(text); });
    add_path_function(path, "realpath(path)", [](std::string const& text) -> value { return absolute_path(text); });
    add_path_function(path, "isabs(path)", [](std::string const& text) -> value { return text.starts_with('/'); });
    add_path_function(path, "split(path)", [](std::string const& text) {
        return value::tuple({value{folder_of(text)}, value{name_of(text)}});
    });
    path.function(
        "exists(path)",
        [](evaluation& run, given_type given) -> value { return kind_at(run, given) != file_kind::none; },
        effect::none
    );
    path.function(
        "isfile(path)",
        [](evaluation& run, given_type given) -> value { return kind_at(run, given) == file_kind::file; },
        effect::none
    );
    path.function(
        "isdir(path)",
        [](evaluation& run, given_type given) -> value { return kind_at(run, given) == file_kind::folder; },
        effect::none
    );
    for (auto const* name : {"getsize", "getmtime", "expanduser", "expandvars", "relpath"})
        path.set(name, refused_function(name, "it depends on the machine it runs on"));
    path.set("sep", "/");
}

std::string variable_name(value const& key) {
    if (auto const name = key.text())
        return std::string{*name};
    throw type_error("str expected, not " + type_name_of(key));
}

/// `os.environ`: the variables of the process, read one by one. What evaluated code sets stays with the evaluation.
class environment_variables final : public object {
public:
    [[nodiscard]] std::string type_name() const override { return "_Environ"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;

    [[nodiscard]] value item(evaluation& run, value const& key) override {
        if (auto found = run.internals().environment_variable(variable_name(key)))
            return *std::move(found);
        auto made = std::make_shared<instance>(builtin_exception("KeyError"));
        made->args().push_back(key);
        throw raised{std::move(made)};
    }

    void set_item(evaluation& run, value const& key, value const& item) override {
        if (!item.text())
            throw type_error("str expected, not " + type_name_of(item));
        run.internals().set_environment_variable(variable_name(key), std::string{*item.text()});
    }

    void delete_item(evaluation& run, value const& key) override {
        static_cast<void>(item(run, key));
        run.internals().set_environment_variable(variable_name(key), std::nullopt);
    }

    [[nodiscard]] bool contains(evaluation& run, value const& key) override {
        return run.internals().environment_variable(variable_name(key)).has_value();
    }
};

value get_variable(evaluation& run, value const& key, value const& fallback) {
    auto found = run.internals().environment_variable(variable_name(key));
    return found ? value{*std::move(found)} : fallback;
}

method_table const& environment_methods() {
    static method_table const once{
        {"get(key, default=None)",
         [](evaluation& run, value const&, given_type given) {
             return get_variable(run, given["key"], given["default"]);
         }},
        {"setdefault(key, default=None)",
         [](evaluation& run, value const& self, given_type given) {
             if (!self.as_object()->contains(run, given["key"]))
                 self.as_object()->set_item(run, given["key"], given["default"]);
             return self.as_object()->item(run, given["key"]);
         }},
        {"pop(key, default=None)",
         [](evaluation& run, value const& self, given_type given) {
             if (given.given("default") && !self.as_object()->contains(run, given["key"]))
                 return given["default"];
             auto found = self.as_object()->item(run, given["key"]);
             self.as_object()->delete_item(run, given["key"]);
             return found;
         }},
    };
    return once;
}

std::optional<value> environment_variables::attribute(evaluation&, std::string_view name) {
    if (auto const* found = environment_methods().find(name))
        return bind_method(shared_from_this(), *found);
    refuse("attribute '" + std::string{name} + "' of the environment, a");
}

} // namespace

void add_os(module_registry& registry) {
    add_os_path(registry);
    auto& os = registry.module("os");
    os.set("environ", std::make_shared<environment_variables>());
    os.function(
        "getenv(key, default=None)",
        [](evaluation& run, given_type given) { return get_variable(run, given["key"], given["default"]); },
        effect::none
    );
    os.function(
        "getcwd()", [](evaluation&, given_type) -> value { return absolute_path("."); }, effect::none
    );
    os.function("listdir(path='.')", list_folder, effect::none);
    os.function(
        "fspath(path)",
        [](evaluation&, given_type given) -> value { return path_argument(given, "path"); },
        effect::none
    );
    os.set("sep", "/");
    os.set("linesep", "\n");
    os.set("pathsep", ":");
    os.set("name", "posix");
    for (auto const* name :
         {"system",
          "popen",
          "remove",
          "unlink",
          "rename",
          "mkdir",
          "makedirs",
          "rmdir",
          "chdir",
          "walk",
          "kill",
          "fork"})
        os.set(name, refused_function(name, "a revision is read, not run: it touches neither files nor processes"));
}

} // namespace alembicore::python
