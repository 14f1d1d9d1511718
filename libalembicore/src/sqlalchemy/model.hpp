// Classes of evaluated code that are mapped to tables.
#pragma once

#include "python/user_class.hpp"
#include "sqlalchemy/discovery.hpp"
#include "sqlalchemy/mapped_entity.hpp"
#include "sqlalchemy/tables.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::sqlalchemy {

/// An attribute of a model that is a column.
struct mapped_attribute {
    std::string key;
    table_column column{};
    column_options options{};
};

/// Something in the body of a model that does more than name a column.
class model_feature : public python::object {
public:
    /// What it may change.
    enum class reach { itself, loading, writing, everything };

    model_feature(
        std::string what, reach over, std::optional<std::string> related = {}, std::shared_ptr<column_value> column = {}
    )
        : what_{std::move(what)}, reach_{over}, related_{std::move(related)}, column_{std::move(column)} {}

    /// A column that is mapped in another way than by its name alone: deferred(Column(…)). Null without one.
    [[nodiscard]] std::shared_ptr<column_value> const& column() const noexcept { return column_; }

    /// The model that a relationship leads to, by name; empty: one that is not known. nullopt: no relationship.
    [[nodiscard]] std::optional<std::string> const& related() const noexcept { return related_; }

    [[nodiscard]] std::string const& what() const noexcept { return what_; }

    [[nodiscard]] reach over() const noexcept { return reach_; }

    [[nodiscard]] std::string type_name() const override { return what_; }

    python::value call(python::evaluation&, python::arguments const&) override { return shared_from_this(); }

    /// `@name.setter` and the like.
    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;

private:
    std::string what_;
    reach reach_;
    std::optional<std::string> related_;
    std::shared_ptr<column_value> column_;
};

/// A method that is called with the class to make an attribute of it.
class declared_attribute final : public python::object {
public:
    explicit declared_attribute(python::value function) : function_{std::move(function)} {}

    [[nodiscard]] python::value const& function() const noexcept { return function_; }

    /// What it is in a class.
    [[nodiscard]] python::value made_for(python::evaluation& run, python::value const& owner) const;

    [[nodiscard]] std::string type_name() const override { return "declared_attr"; }

private:
    python::value function_;
};

/// Why something is not exactly known.
using obstacle = std::optional<std::string>;

class relationship_value;

/// The type that an annotation stands for, `Mapped[…]` taken away, and whether it allows None.
struct annotated_type {
    type_pointer type{};                                  ///< null: not known
    std::optional<error> unknown{};                       ///< why the type is not known
    std::vector<std::shared_ptr<column_value>> columns{}; ///< mapped_column(…) inside Annotated[…]
    std::string target{};                                 ///< the class of a relationship, as written
    bool optional = false;
    bool collection = false; ///< list[…], set[…], …
};

/// relationship(…) in the body of a model, and the annotation beside it.
struct declared_relationship {
    std::string name;
    std::shared_ptr<relationship_value> said;
    std::optional<annotated_type> annotation;
};

/// What the base of models says for all of them.
struct declarative_settings {
    std::shared_ptr<metadata_value> metadata{};
    bool names_tables = false;                                    ///< after the class where a model says no name
    std::shared_ptr<python::dict_table const> annotation_types{}; ///< type_annotation_map; null = none
    std::optional<error> annotation_types_unknown{};
};

/// How the table of a model is related to that of the model it derives from.
enum class table_inheritance { none, single, joined, concrete };

class model_class final : public python::user_class, public mapped_entity {
public:
    using python::user_class::user_class;

    void map(table_pointer table, std::vector<mapped_attribute> attributes, std::shared_ptr<metadata_value> metadata);

    void set_obstacles(obstacle loading, obstacle writing);

    /// What its body says is not all known: whatever needs its table is refused for this reason.
    void leave_unmapped(error why) { unmapped_ = std::make_shared<error const>(std::move(why)); }

    /// Errors: the reason for which it is not mapped.
    void require_mapped() const;

    void add_feature(std::string name, model_feature const& feature);

    /// Whether a relationship leads from one to the other.
    [[nodiscard]] bool relates_to(model_class const& other) const noexcept;

    /// Whether any model beside it has a relationship: it may lead here.
    [[nodiscard]] bool may_be_related() const noexcept { return metadata_->relationships != 0; }

    [[nodiscard]] table_pointer const& table() const noexcept { return table_; }

    [[nodiscard]] std::vector<mapped_attribute> const& mapped_attributes() const noexcept { return attributes_; }

    [[nodiscard]] std::shared_ptr<metadata_value> const& metadata() const noexcept { return metadata_; }

    // What a discovery keeps.

    void note(std::string attribute, error_info why) {
        unknown_parts_.push_back({std::move(attribute), std::move(why)});
    }

    [[nodiscard]] std::vector<unknown_part> const& unknown_parts() const noexcept { return unknown_parts_; }

    /// What a declared_attr has become for this class, each once.
    [[nodiscard]] python::value
    made_attribute(python::evaluation& run, std::string const& name, declared_attribute const& declared);

    /// Null: it has not been asked for.
    [[nodiscard]] python::value const* find_made(std::string_view name) const noexcept {
        auto const found = made_attributes_.find(name);
        return found == made_attributes_.end() ? nullptr : &found->second;
    }

    void add_relationship(declared_relationship made) { relationships_.push_back(std::move(made)); }

    [[nodiscard]] std::vector<declared_relationship> const& relationships() const noexcept { return relationships_; }

    void set_place(source_place place) { place_ = std::move(place); }

    [[nodiscard]] source_place const& place() const noexcept { return place_; }

    void derive(std::shared_ptr<model_class> parent, table_inheritance how) {
        parent_ = std::move(parent);
        inheritance_ = how;
    }

    /// Null: it derives from no other model.
    [[nodiscard]] std::shared_ptr<model_class> const& parent() const noexcept { return parent_; }

    [[nodiscard]] table_inheritance inheritance() const noexcept { return inheritance_; }

    /// The table has become another value: with more columns.
    void replace_table(table_pointer table) { table_ = std::move(table); }

    void set_settings(declarative_settings settings) { settings_ = std::move(settings); }

    [[nodiscard]] declarative_settings const& settings() const noexcept { return settings_; }

    void set_attribute(python::evaluation& run, std::string_view name, python::value const& item) override;
    void surrender(std::vector<python::value>& into) noexcept override;

    /// Null: no such attribute.
    [[nodiscard]] mapped_attribute const* find(std::string_view key) const noexcept;
    [[nodiscard]] std::optional<std::size_t> position_of(std::string_view key) const noexcept;

    /// Of the primary key, in the order of the table.
    [[nodiscard]] std::vector<std::size_t> const& key_positions() const noexcept { return keys_; }

    [[nodiscard]] bool has_feature(std::string_view name) const noexcept;

    // Errors: not_evaluable where the model has more to it than columns.
    void require_loading() const;
    void require_writing() const;

    [[nodiscard]] from_pointer selected_from() const override {
        require_mapped();
        return table_;
    }

    [[nodiscard]] std::shared_ptr<model_class> mapped() const override;

    [[nodiscard]] std::string entity_name() const override { return name(); }

    [[nodiscard]] bool ordinary() const noexcept override { return false; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;
    python::value call(python::evaluation& run, python::arguments const& given) override;
    [[nodiscard]] python::value subclass(python::evaluation& run, python::class_body body) const override;

private:
    [[nodiscard]] std::optional<python::value> unmapped_attribute(python::evaluation& run, std::string_view name);

    table_pointer table_{};
    std::vector<mapped_attribute> attributes_{};
    std::vector<std::size_t> keys_{};
    std::vector<std::string> features_{}; ///< attributes that are no columns
    std::vector<std::string> related_{};  ///< models, by name
    std::shared_ptr<metadata_value> metadata_{};
    obstacle loading_{};
    obstacle writing_{};
    std::shared_ptr<error const> unmapped_{};
    std::vector<unknown_part> unknown_parts_{};
    std::vector<declared_relationship> relationships_{};
    std::map<std::string, python::value, std::less<>> made_attributes_{};
    source_place place_{};
    std::shared_ptr<model_class> parent_{};
    table_inheritance inheritance_ = table_inheritance::none;
    declarative_settings settings_{};
};

using model_pointer = std::shared_ptr<model_class>;

/// An attribute of a model as an expression of one of its sources.
[[nodiscard]] expression_pointer attribute_of(from_value const& from, mapped_attribute const& attribute);

/// What an annotation in a class of a module says. nullopt: not that of a mapped attribute.
[[nodiscard]] std::optional<annotated_type> read_annotation(
    python::evaluation& run,
    std::string_view module,
    std::string const& annotation,
    declarative_settings const& settings
);

/// As above for an annotation that is not wrapped in `Mapped[…]`.
[[nodiscard]] annotated_type read_plain_annotation(
    python::evaluation& run,
    std::string_view module,
    std::string const& annotation,
    declarative_settings const& settings
);

/// What mapped_column(…) inside Annotated[…] adds to the column beside it.
[[nodiscard]] std::shared_ptr<column_value> merged_column(column_value const& given, column_value const& annotated);

void add_declarative(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
