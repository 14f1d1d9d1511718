// relationship(…) and backref(…) in evaluated code, as they are written.
#pragma once

#include "sqlalchemy/model.hpp"
#include "sqlalchemy/resolution.hpp"

#include <optional>
#include <string_view>

namespace alembicore::sqlalchemy {

class relationship_value final : public model_feature {
public:
    relationship_value(
        std::string what,
        reach over,
        std::string related,
        std::optional<python::value> target,
        python::dict_table options
    )
        : model_feature{std::move(what), over, std::move(related)}, target_{std::move(target)}, options_{
                                                                                                    std::move(options
                                                                                                    )} {}

    /// nullopt: the annotation says it.
    [[nodiscard]] std::optional<python::value> const& target() const noexcept { return target_; }

    /// Null: not given.
    [[nodiscard]] python::value const* option(std::string_view name) const { return options_.find(name); }

    [[nodiscard]] python::dict_table const& options() const noexcept { return options_; }

private:
    std::optional<python::value> target_;
    python::dict_table options_;
};

/// `foreign(column)`, `remote(column)` in the condition of a relationship; to SQL it is the column.
class join_annotation final : public statement_part {
public:
    enum class role { foreign, remote };

    join_annotation(role plays, schema::expression of) : plays_{plays}, of_{std::move(of)} {}

    [[nodiscard]] role plays() const noexcept { return plays_; }

    [[nodiscard]] schema::expression const& of() const noexcept { return of_; }

    [[nodiscard]] schema::expression resolve(resolution& in) const override { return in.resolve(of_); }

    void add_sources(source_list& to) const override { sqlalchemy::add_sources(of_, to); }

private:
    role plays_;
    schema::expression of_;
};

/// backref("name", …)
class backref_value final : public python::object {
public:
    backref_value(std::string name, python::dict_table options)
        : name_{std::move(name)}, options_{std::move(options)} {}

    [[nodiscard]] std::string const& name() const noexcept { return name_; }

    [[nodiscard]] python::dict_table const& options() const noexcept { return options_; }

    [[nodiscard]] std::string type_name() const override { return "backref"; }

private:
    std::string name_;
    python::dict_table options_;
};

} // namespace alembicore::sqlalchemy
