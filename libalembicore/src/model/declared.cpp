#include "model/declared.hpp"

#include "project/implementation.hpp"
#include "project/revision_context.hpp"
#include "project/source_files.hpp"
#include "sqlalchemy/model.hpp"
#include "sqlalchemy/modules.hpp"
#include "sqlalchemy/run_environment.hpp"

#include <algorithm>
#include <functional>
#include <system_error>

namespace alembicore::model {

namespace {

namespace fs = std::filesystem;
using sqlalchemy::metadata_value;

constexpr std::string_view variable = "SQLALCHEMY_BASE";

/// What a file that declares models or tables has in its text.
constexpr std::string_view marks[] = {
    "__tablename__", "mapped_column(", "Mapped[", "Column(", "Table(", "table=True", "db.Model"};

bool declares_tables(std::string const& text) {
    bool const is_revision = text.find("\ndown_revision") != std::string::npos;
    return !is_revision && std::ranges::any_of(marks, [&](auto mark) { return text.find(mark) != std::string::npos; });
}

/// Larger than those of a revision: all modules of an application are evaluated at once.
python::evaluation_limits limits_of_applications() {
    python::evaluation_limits limits;
    limits.time *= 25;
    limits.steps *= 10;
    limits.memory *= 4;
    return limits;
}

bool is_package(fs::path const& folder) {
    std::error_code unknown;
    return fs::exists(folder / "__init__.py", unknown);
}

/// `app.models.user` for a file below one of the folders that modules are looked for in.
std::optional<std::string> dotted_name(fs::path const& file, fs::path const& root) {
    auto relative = file.lexically_relative(root);
    if (relative.empty() || *relative.begin() == "..")
        return std::nullopt;
    relative.replace_extension();
    std::string dotted;
    for (auto const& part : relative) {
        auto const name = part.string();
        bool const importable = name.find_first_of(".- ") == std::string::npos && (name[0] < '0' || name[0] > '9');
        if (!importable)
            return std::nullopt;
        dotted += (dotted.empty() ? "" : ".") + name;
    }
    constexpr std::string_view package = ".__init__";
    if (dotted.ends_with(package))
        dotted.resize(dotted.size() - package.size());
    return dotted;
}

/// The name under which the modules of the project import the file: from where its outermost package begins, else the
/// shortest that the folders of modules give.
std::optional<std::string> module_of(fs::path const& file, project_files::access& files) {
    auto outermost = file.parent_path();
    while (is_package(outermost) && outermost != outermost.parent_path())
        outermost = outermost.parent_path();
    std::optional<std::string> shortest;
    for (auto const& root : files.module_path()) {
        auto const dotted = dotted_name(file, root);
        if (!dotted)
            continue;
        if (root == outermost && is_package(file.parent_path()))
            return dotted;
        if (!shortest || dotted->size() < shortest->size())
            shortest = dotted;
    }
    return shortest;
}

/// The folders of modules that do not lie in another one.
std::vector<fs::path> outermost_folders(project_files::access const& files) {
    std::vector<fs::path> outermost;
    for (auto const& each : files.module_path()) {
        bool const inside = std::ranges::any_of(files.module_path(), [&](fs::path const& other) {
            auto const relative = each.lexically_relative(other);
            return other != each && !relative.empty() && *relative.begin() != "..";
        });
        if (!inside)
            outermost.push_back(each);
    }
    return outermost;
}

void add_metadata(metadata_list& to, python::value const& given, python::evaluation& run) {
    if (auto const* several = given.items()) {
        for (auto const& each : *several)
            add_metadata(to, each, run);
    } else if (auto const metadata = given.as<metadata_value>()) {
        if (std::ranges::find(to, metadata) == to.end())
            to.push_back(metadata);
    } else if (auto* const object = given.as_object()) {
        if (auto const inner = object->attribute(run, "metadata"); inner && inner->as<metadata_value>())
            add_metadata(to, *inner, run);
    }
}

} // namespace

metadata_list metadata_of(python::value const& given, python::evaluation& run) {
    metadata_list found;
    try {
        add_metadata(found, given, run);
    } catch (error const& refused) {
        if (refused.code() == errc::evaluation_limit)
            throw;
    } catch (python::raised const&) { // An object without such an attribute.
        found.clear();
    }
    return found;
}

/// What the modules do to a database while they load is no part of their models.
class declarations::no_operations final : public sqlalchemy::operation_sink {
public:
    void append(operation::any_operation) override {}
};

declarations::declarations(project const& of)
    : project_{of}, files_{std::make_unique<project_files::access>(of.settings(), of.internals().request.environment)},
      operations_{std::make_unique<no_operations>()} {
    facts_.project = project_body::make_revision_context(of.settings(), of.internals().request, *files_);
    auto const& environment = of.internals().request.environment;
    auto const named = environment.find(std::string{variable});
    if (named != environment.end() && !named->second.empty()) {
        if (!read_variable(named->second))
            throw error{
                errc::not_evaluable,
                std::string{variable} + " is '" + named->second + "', which is no known base of models and no MetaData",
                "name it as package.module:Base"};
    } else if (!read_environment()) {
        read_search();
    }
    attach_late_items();
}

declarations::~declarations() = default;

void declarations::begin(std::string imports) {
    run_.reset();
    found_ = {};
    metadata_.clear();
    host_.reset(new sqlalchemy::recording{.sink = *operations_, .convention = {}, .facts = facts_});
    host_->discovery = &found_;
    host_->reading_env_py = true;
    python::evaluation_options options;
    options.limits = limits_of_applications();
    options.project = files_.get();
    options.module_name = "models";
    options.lenient = true;
    options.unknown_bases = python::unknown_bases::left_out;
    options.package_imports = python::package_imports::first;
    options.add_host(*host_);
    run_ = std::make_unique<python::evaluation>(
        python::parse_module("models", std::move(imports)), sqlalchemy::revision_modules(), std::move(options)
    );
    run_->run_module();
}

bool declarations::has_tables() const {
    return std::ranges::any_of(metadata_, [](auto const& each) { return !each->declared.empty(); });
}

bool declarations::read_variable(std::string const& named) {
    auto const colon = named.find(':');
    if (colon == std::string::npos)
        return false;
    auto const first = named.substr(colon + 1, named.find('.', colon) - colon - 1);
    try {
        begin("from " + named.substr(0, colon) + " import " + first + " as target\n" + searched_imports());
    } catch (error const& failure) {
        if (failure.code() != errc::python_exception)
            throw;
        return false; // The module has no such name.
    }
    auto target = run_->global("target");
    for (auto at = named.find('.', colon); target && at != std::string::npos;) {
        auto const next = named.find('.', at + 1);
        target = run_->attribute(*target, named.substr(at + 1, next - at - 1));
        at = next;
    }
    if (target)
        metadata_ = metadata_of(*target, *run_);
    origin_ = models::origin::variable;
    base_ = named;
    return !metadata_.empty();
}

bool declarations::read_environment() {
    if (!facts_.project || !facts_.project->env_py())
        return false;
    begin("");
    auto const env_py = sqlalchemy::load_env_py(*run_);
    host_->reading_env_py = true;
    if (!env_py)
        return false;
    if (auto const target = env_py->as_object()->attribute(*run_, "target_metadata"))
        metadata_ = metadata_of(*target, *run_);
    origin_ = models::origin::environment;
    base_ = "env.py";
    return has_tables();
}

/// Import statements for the files of the project that declare models or tables.
std::string declarations::searched_imports() const {
    std::string imports;
    fs::path const own = project_.settings().script_location;
    auto const visit = [&](fs::path const& file, std::string const& text) {
        bool const of_migrations =
            !own.empty() && !file.lexically_relative(own).empty() && *file.lexically_relative(own).begin() != "..";
        if (of_migrations || !declares_tables(text))
            return;
        if (auto const dotted = module_of(file, *files_))
            imports += "import " + *dotted + "\n";
    };
    for (auto const& root : outermost_folders(*files_))
        project_files::for_each_source_file(root, visit);
    return imports;
}

/// Copies of models that old scripts keep are not those of the application.
bool declarations::repeats_table(sqlalchemy::metadata_value const& of) const {
    return std::ranges::any_of(of.declared, [&](auto const& table) {
        return std::ranges::any_of(metadata_, [&](auto const& known) {
            return std::ranges::any_of(known->declared, [&](auto const& other) {
                return other->name() == table->name();
            });
        });
    });
}

void declarations::read_search() {
    begin(searched_imports());
    auto by_size = found_.metadata;
    std::ranges::stable_sort(by_size, std::greater{}, [](auto const& each) { return each->declared.size(); });
    for (auto const& each : by_size)
        if (!repeats_table(*each))
            metadata_.push_back(each);
        else
            found_.failed_tables.push_back(
                {each->declared.front()->name().name.text,
                 python::not_evaluable(
                     "a second MetaData repeats tables; SQLALCHEMY_BASE=package.module:Base says which is meant"
                 )
                     .info()}
            );
    origin_ = models::origin::search;
    base_.clear();
}

void declarations::attach_late_items() {
    for (auto const& [name, item] : std::vector{found_.late_items})
        for (auto const& metadata : metadata_)
            for (auto const& table : std::vector{metadata->declared})
                if (table->name() == name && table->declaration()) {
                    std::vector<python::value> const items{python::value{item}};
                    static_cast<void>(sqlalchemy::extend_table(*run_, table, items, *metadata));
                }
}

} // namespace alembicore::model
