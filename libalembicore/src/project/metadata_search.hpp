// Follows names through the modules of a project to the MetaData that they stand for.
#pragma once

#include "python/evaluation.hpp"
#include "python/syntax.hpp"
#include "schema/naming_convention.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::project_files {

/// nullopt: only running Python could tell.
using found_convention = std::optional<schema::naming_convention>;

/// An expression and the module whose names it uses.
struct placed_expression {
    std::shared_ptr<python::source_module const> module;
    std::string dotted; ///< name of the module
    python::syntax::expression const* value = nullptr;
};

class metadata_search {
public:
    explicit metadata_search(python::project_access& modules) : modules_{modules} {}

    /// The convention of `names`, as `Base.metadata`, in the module. Errors: those of `find_module`.
    [[nodiscard]] found_convention of_name(std::string const& module, std::vector<std::string> names);

    /// The convention of the MetaData that an expression makes, or of `names` of what it makes.
    [[nodiscard]] found_convention of_expression(placed_expression const& made, std::vector<std::string> names);

private:
    using symbol = python::syntax::statement const*;

    [[nodiscard]] found_convention of_binding(std::string const& module, std::vector<std::string> const& names);
    [[nodiscard]] found_convention of_star_imports(
        python::source_module const& source, std::string const& dotted, std::vector<std::string> const& names
    );
    [[nodiscard]] found_convention of_class(
        std::shared_ptr<python::source_module const> const& module,
        std::string const& dotted,
        python::syntax::class_statement const& defined,
        std::vector<std::string> names
    );
    [[nodiscard]] found_convention
    of_call(placed_expression const& made, python::syntax::call const& call, std::vector<std::string> names);
    [[nodiscard]] found_convention of_keyword(
        placed_expression const& made,
        python::syntax::call const& call,
        std::string_view keyword,
        std::vector<std::string> names
    );
    [[nodiscard]] static found_convention of_dict_call(python::syntax::call const& call);
    [[nodiscard]] static found_convention of_dict(python::syntax::dict const& dict);

    python::project_access& modules_;
    std::set<std::string> visiting_; ///< names that are being followed: a circle ends nowhere
    unsigned steps_ = 0;
};

} // namespace alembicore::project_files
