#include "sqlalchemy/model_body.hpp"

#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/model_features.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/relationship.hpp"

#include "python/unknown.hpp"

#include <algorithm>
#include <set>

namespace alembicore::sqlalchemy {

namespace {

using python::evaluation;

/// `BlogPost` becomes `blog_post`, as Flask-SQLAlchemy names tables.
std::string snake_case(std::string const& name) {
    auto const is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    auto const is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    std::string made;
    for (std::size_t at = 0; at < name.size(); ++at) {
        char const before = at == 0 ? ' ' : name[at - 1];
        bool const after_word = is_lower(before) || (before >= '0' && before <= '9');
        bool const begins_word = at != 0 && before != '_' && at + 1 < name.size() && is_lower(name[at + 1]);
        if (is_upper(name[at]) && (after_word || begins_word))
            made += '_';
        made += is_upper(name[at]) ? static_cast<char>(name[at] - 'A' + 'a') : name[at];
    }
    return made;
}

/// The names of a body in its order; those that are only annotated come behind the annotated name before them.
std::vector<std::string> names_of(python::user_class const& of) {
    std::vector<std::string> names;
    for (auto const& [name, item] : of.own().entries())
        names.push_back(name);
    auto at = names.begin();
    for (auto const& [name, annotation] : of.annotations()) {
        auto const found = std::ranges::find(names, name);
        at = found == names.end() ? names.insert(at, name) + 1 : found + 1;
    }
    return names;
}

/// What comes from these is no column, whatever it is.
bool is_no_column(python::unknown_object const& unknown) {
    static constexpr std::string_view packages[] = {
        "pydantic.", "functools.", "inspect.", "typing.", "re.", "logging."};
    auto const said = unknown.refusal().info().message;
    return std::ranges::any_of(packages, [&](auto const package) {
        return unknown.text().starts_with(package) || said.starts_with("'" + std::string{package});
    });
}

/// A column of the body has its name only when the body has been read.
bool names_nothing(schema::expression const& node) {
    bool const itself = node.kind == schema::expression_kind::column && node.text.empty();
    return itself || std::ranges::any_of(node.operands, names_nothing);
}

bool names_unnamed_column(python::value const& item) {
    if (auto const made = item.as<index_value>()) {
        auto const& index = made->indexed().index;
        return (index.where && names_nothing(*index.where)) ||
               std::ranges::any_of(index.elements, [](auto const& each) { return names_nothing(each.value); });
    }
    auto const constraint = item.as<constraint_value>();
    auto const* check = constraint ? std::get_if<schema::check_constraint>(&constraint->constraint()) : nullptr;
    return check != nullptr && names_nothing(check->condition);
}

class body_reader {
public:
    body_reader(evaluation& run, model_pointer model, declarative_settings const& settings)
        : run_{run}, model_{std::move(model)}, settings_{settings}, metadata_{settings.metadata}, found_{
                                                                                                      discovery_of(run
                                                                                                      )} {}

    void read() {
        note_bases_left_out(*model_);
        for (auto const& ancestor : model_->ancestors())
            if (auto const* known = dynamic_cast<python::user_class const*>(ancestor.get()))
                note_bases_left_out(*known);
        read_class(*model_, origin::body);
        for (auto const& ancestor : model_->ancestors())
            if (auto const* mixin = dynamic_cast<python::user_class const*>(ancestor.get()))
                read_ancestor(*mixin);
        if (name_.is_none() && !table_ && settings_.names_tables && has_key())
            name_ = python::value{snake_case(model_->name())};
        sort_columns();
        if (table_)
            map_given_table();
        else if (!name_.is_none())
            declare();
        else if (model_->parent())
            share_table();
        else
            throw sqlalchemy_error(
                "InvalidRequestError",
                "Class <class '" + model_->name() +
                    "'> does not have a __table__ or __tablename__ specified and does "
                    "not inherit from an existing table-mapped class."
            );
        model_->set_obstacles(std::move(loading_), std::move(writing_));
    }

    void read_late(std::string const& name, python::value const& item) {
        annotations_ = &model_->annotations();
        attempt(name, [&] { read_item(name, item, origin::body); });
        if (columns_.empty() || !model_->table())
            return;
        attempt(name, [&] {
            std::vector<python::value> items;
            for (auto const& each : columns_)
                items.emplace_back(each.column);
            map(extend_table(run_, model_->table(), items, *metadata_));
        });
    }

private:
    enum class origin { body, mixin, mixin_of_parent };

    struct named_column {
        std::string key;
        std::shared_ptr<column_value> column;
    };

    /// Without a discovery, whatever is not known is so of the whole model.
    template <typename Action>
    void attempt(std::string const& attribute, Action&& action) {
        if (found_ == nullptr)
            return action();
        try {
            action();
        } catch (error const& why) {
            if (why.code() == errc::evaluation_limit)
                throw;
            model_->note(attribute, why.info());
        } catch (python::raised const& thrown) {
            model_->note(attribute, unknown_because(run_, thrown.thrown->str(run_)));
        }
    }

    void note_bases_left_out(python::user_class const& of) {
        static constexpr std::string_view without_columns[] = {
            "flask_login.UserMixin", "flask_security.UserMixin", "flask_security.RoleMixin"};
        for (auto const& base : of.bases_left_out())
            if (std::ranges::find(without_columns, base) == std::end(without_columns))
                model_->note(
                    "", python::not_evaluable("the base " + base + " is not known, which may have columns").info()
                );
    }

    /// A constraint or an index may name a column that is not known; the table is known without it.
    void leave_out_impossible_items(schema::qualified_name const& name) {
        std::vector<python::value> kept;
        for (auto const& item : items_) {
            auto const before = model_->unknown_parts().size();
            attempt("__table_args__", [&] {
                std::vector<python::value> trial;
                for (auto const& each : columns_)
                    trial.emplace_back(std::make_shared<column_value>(each.column->options(), each.column->value_type())
                    );
                trial.push_back(item);
                static_cast<void>(assemble_table(run_, name, trial, metadata_->convention()));
            });
            if (model_->unknown_parts().size() == before)
                kept.push_back(item);
        }
        items_ = std::move(kept);
    }

    [[nodiscard]] bool has_key() const {
        return std::ranges::any_of(columns_, [](auto const& each) { return each.column->options().primary_key; });
    }

    void read_ancestor(python::user_class const& ancestor) {
        auto const& parent = model_->parent();
        if (!parent)
            return read_class(ancestor, origin::mixin);
        if (dynamic_cast<model_class const*>(&ancestor) != nullptr)
            return;
        bool const of_parent =
            std::ranges::any_of(parent->ancestors(), [&](auto const& each) { return each.get() == &ancestor; });
        read_class(ancestor, of_parent ? origin::mixin_of_parent : origin::mixin);
    }

    void read_class(python::user_class const& of, origin from) {
        annotations_ = &of.annotations();
        module_ = of.module();
        for (auto const& name : names_of(of)) {
            if (from == origin::mixin_of_parent && name != "__tablename__")
                continue;
            if (!seen_.insert(name).second)
                continue;
            if (auto const* item = of.own().find(name)) {
                if (from != origin::mixin_of_parent || item->as<declared_attribute>())
                    attempt(name, [&] { read_item(name, *item, from); });
            } else {
                attempt(name, [&] {
                    if (auto const annotated = annotation_of(name))
                        add_column(name, make_annotated(name, *annotated));
                });
            }
        }
    }

    [[nodiscard]] std::optional<annotated_type> annotation_of(std::string_view name) const {
        for (auto const& [annotated, annotation] : *annotations_)
            if (annotated == name)
                return read_annotation(run_, module_, annotation, settings_);
        return std::nullopt;
    }

    /// The type of the annotation. Errors: not_evaluable where it is not known.
    void take_type(
        std::string const& name, annotated_type const& annotated, column_options& options, type_pointer& type
    ) const {
        if (type || options.unknown_type || !options.foreign_keys.empty())
            return;
        if (annotated.type) {
            type = annotated.type;
            return;
        }
        auto const follows =
            python::not_evaluable("the type of '" + name + "' follows from its annotation", "write the type out");
        if (found_ == nullptr)
            throw follows;
        options.unknown_type = annotated.unknown.value_or(follows).info();
    }

    [[nodiscard]] std::shared_ptr<column_value>
    make_annotated(std::string const& name, annotated_type const& annotated) const {
        if (!annotated.target.empty() && annotated.columns.empty() && !annotated.type && !annotated.unknown)
            throw python::not_evaluable("the attribute '" + name + "' leads to another model without relationship()");
        auto made = std::make_shared<column_value>(column_options{}, nullptr);
        for (auto const& each : annotated.columns)
            made = merged_column(*made, *each);
        auto options = made->options();
        auto type = made->value_type();
        take_type(name, annotated, options, type);
        if (!options.nullable)
            options.nullable = annotated.optional;
        return std::make_shared<column_value>(std::move(options), std::move(type));
    }

    void read_item(std::string const& name, python::value const& item, origin from) {
        if (auto const declared = item.as<declared_attribute>())
            return read_item(name, model_->made_attribute(run_, name, *declared), from);
        if (auto const unknown = item.as<python::unknown_object>()) {
            if (is_no_column(*unknown))
                return;
            throw unknown->refusal();
        }
        if (name == "__tablename__")
            name_ = item;
        else if (name == "__table__")
            table_ = item.as<table_value>();
        else if (name == "__table_args__")
            read_table_arguments(item);
        else if (name == "__mapper_args__")
            read_mapper_arguments(item);
        else if (auto const column = item.as<column_value>())
            add_column(name, annotated_column(name, *column));
        else if (auto const feature = item.as<model_feature>())
            add_feature(name, *feature);
        else if (item.as<expression_value>() && !name.starts_with("__"))
            throw python::not_evaluable("the attribute '" + name + "' of a model is an expression");
    }

    /// What the annotation beside mapped_column(…) adds.
    [[nodiscard]] std::shared_ptr<column_value> annotated_column(std::string const& name, column_value const& given) {
        auto made = std::make_shared<column_value>(given.options(), given.value_type());
        auto const annotated = annotation_of(name);
        if (!annotated)
            return made;
        for (auto const& each : annotated->columns)
            made = merged_column(*made, *each);
        auto options = made->options();
        auto type = made->value_type();
        take_type(name, *annotated, options, type);
        if (!options.nullable && !options.primary_key)
            options.nullable = annotated->optional;
        return std::make_shared<column_value>(std::move(options), std::move(type));
    }

    void add_column(std::string const& key, std::shared_ptr<column_value> const& column) {
        auto options = column->options();
        if (options.name.text.empty())
            options.name.text = key;
        columns_.push_back({key, std::make_shared<column_value>(std::move(options), column->value_type())});
    }

    void add_feature(std::string const& name, model_feature const& feature) {
        using enum model_feature::reach;
        model_->add_feature(name, feature);
        if (feature.over() == loading || feature.over() == everything)
            loading_ = feature.what();
        if (feature.over() == writing || feature.over() == everything)
            writing_ = feature.what();
        if (feature.column() && found_ != nullptr)
            add_column(name, annotated_column(name, *feature.column()));
        if (auto const* said = dynamic_cast<relationship_value const*>(&feature))
            model_->add_relationship(
                {name,
                 std::static_pointer_cast<relationship_value>(const_cast<relationship_value*>(said)->shared_from_this()
                 ),
                 found_ == nullptr ? std::nullopt : annotation_of(name)}
            );
    }

    void read_table_arguments(python::value const& given) {
        if (given.is_none())
            return;
        if (auto const* options = given.mapping())
            return read_table_options(*options);
        auto const* items = given.items();
        if (items == nullptr)
            throw sqlalchemy_error("ArgumentError", "__table_args__ value must be a tuple, dict, or None");
        for (auto const& item : *items)
            if (auto const* options = item.mapping())
                read_table_options(*options);
            else if (auto const unknown = item.as<python::unknown_object>())
                attempt("__table_args__", [&] { throw unknown->refusal(); });
            else if (names_unnamed_column(item))
                attempt("__table_args__", [] {
                    throw python::not_evaluable(
                        "an index or a check of a column that has no name yet", "name the column by a string"
                    );
                });
            else
                items_.push_back(item);
    }

    void read_table_options(python::dict_table const& options) {
        options.for_each([&](python::value const& key, python::value const& item) {
            auto const name = run_.str(key);
            if (name == "schema")
                schema_ = identifier_of(item);
            read_table_argument(run_, arguments_, name, item);
        });
    }

    void read_mapper_arguments(python::value const& given) {
        if (given.mapping() == nullptr)
            throw python::not_evaluable("__mapper_args__ that are not a dict");
        given.mapping()->for_each([&](python::value const& key, python::value const& item) {
            auto const name = run_.str(key);
            concrete_ = concrete_ || (name == "concrete" && run_.truth(item));
            if (name != "eager_defaults" && name != "confirm_deleted_rows")
                loading_ = writing_ = "the mapper argument " + name;
        });
    }

    void sort_columns() {
        std::ranges::stable_sort(columns_, {}, [](auto const& each) { return each.column->options().sort_order; });
    }

    [[nodiscard]] std::vector<python::value> table_items() const {
        std::vector<python::value> items;
        for (auto const& each : columns_)
            items.emplace_back(each.column);
        items.insert(items.end(), items_.begin(), items_.end());
        return items;
    }

    void declare() {
        auto const written = identifier_of(name_);
        if (!written)
            throw python::not_evaluable("a __tablename__ that is no text");
        schema::qualified_name name{.name = *written, .schema = schema_};
        if (!name.schema)
            name.schema = metadata_->schema();
        for (auto const& each : metadata_->declared)
            if (each->name() == name)
                throw python::not_evaluable("table '" + name.name.text + "' is declared twice", "use MetaData() anew");
        if (found_ != nullptr)
            leave_out_impossible_items(name);
        map(declare_table(run_, name, table_items(), *metadata_, std::move(arguments_)));
        if (model_->parent())
            model_->derive(model_->parent(), concrete_ ? table_inheritance::concrete : table_inheritance::joined);
    }

    /// The columns of the class go into the table of the class that it derives from.
    void share_table() {
        model_->derive(model_->parent(), table_inheritance::single);
        auto table = model_->parent()->table();
        auto const& known = table->columns();
        // A column that is there already is that column: use_existing_column, or a declared_attr that looks.
        std::vector<python::value> items;
        for (auto const& each : columns_)
            if (std::ranges::none_of(known, [&](auto const& column) {
                    return column.name.text == each.column->options().name.text;
                }))
                items.emplace_back(each.column);
        items.insert(items.end(), items_.begin(), items_.end());
        if (!items.empty() && table->declaration())
            table = extend_table(run_, table, items, *metadata_);
        map(table);
    }

    void map_given_table() {
        if (!columns_.empty())
            throw python::not_evaluable("a model with __table__ that names columns too");
        if (!table_->declaration())
            writing_ = "a table that is not declared as a whole";
        map(table_);
    }

    /// The attribute that a column of the table is.
    [[nodiscard]] std::string key_of(table_column const& column) const {
        for (auto const& each : columns_)
            if (each.column->options().name.text == column.name.text)
                return each.key;
        if (auto const& parent = model_->parent(); parent && parent->table())
            for (auto const& each : parent->mapped_attributes())
                if (each.column.name.text == column.name.text)
                    return each.key;
        for (auto const& each : model_->mapped_attributes())
            if (each.column.name.text == column.name.text)
                return each.key;
        return column.name.text;
    }

    /// Whether it is a column of this class or one that it inherits, not one of a sibling in the same table.
    [[nodiscard]] bool belongs(table_column const& column) const {
        if (model_->inheritance() != table_inheritance::single)
            return true;
        auto const is_this = [&](std::string const& name) { return name == column.name.text; };
        return std::ranges::any_of(
                   columns_, [&](auto const& each) { return is_this(each.column->options().name.text); }
               ) ||
               std::ranges::any_of(
                   model_->parent()->mapped_attributes(),
                   [&](auto const& each) { return is_this(each.column.name.text); }
               ) ||
               std::ranges::any_of(model_->mapped_attributes(), [&](auto const& each) {
                   return is_this(each.column.name.text);
               });
    }

    void map(table_pointer const& table) {
        std::vector<mapped_attribute> attributes;
        for (std::size_t at = 0; at < table->columns().size(); ++at) {
            if (!belongs(table->columns()[at]))
                continue;
            mapped_attribute made{.key = key_of(table->columns()[at]), .column = table->columns()[at]};
            if (table->declaration())
                made.options = table->declaration()->columns[at];
            attributes.push_back(std::move(made));
        }
        model_->map(table, std::move(attributes), metadata_);
        if (model_->key_positions().empty() && found_ == nullptr)
            throw sqlalchemy_error(
                "ArgumentError",
                "Mapper could not assemble any primary key columns for mapped table '" + table->name().name.text + "'"
            );
    }

    evaluation& run_;
    model_pointer model_;
    declarative_settings const& settings_;
    metadata_pointer metadata_;
    discovery* found_;
    std::vector<std::pair<std::string, std::string>> const* annotations_ = nullptr;
    std::string module_{};
    std::set<std::string, std::less<>> seen_{};
    std::vector<named_column> columns_{};
    std::vector<python::value> items_{};
    python::value name_{};
    table_pointer table_{};
    std::optional<schema::identifier> schema_{};
    table_arguments arguments_{};
    bool concrete_ = false;
    obstacle loading_{};
    obstacle writing_{};
};

} // namespace

void read_model_body(evaluation& run, model_pointer const& model, declarative_settings const& settings) {
    body_reader{run, model, settings}.read();
}

void read_late_attribute(
    evaluation& run, model_pointer const& model, std::string const& name, python::value const& item
) {
    body_reader{run, model, model->settings()}.read_late(name, item);
}

} // namespace alembicore::sqlalchemy
