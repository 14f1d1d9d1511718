// declarative_base() and DeclarativeBase: what the body of a mapped class says, and the table that it declares.
#include "sqlalchemy/declarative.hpp"

#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/model_features.hpp"
#include "sqlalchemy/names.hpp"

#include "python/unknown.hpp"

#include <algorithm>
#include <set>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::class_body;
using python::evaluation;
using base_list = std::vector<python::type_pointer>;

base_list bases_of(class_body const& body) {
    base_list bases;
    for (auto const& each : body.bases) {
        bases.push_back(each.as<python::type_object>());
    }
    return bases;
}

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

/// Reads the body of one class, its mixins behind it.
class body_reader {
public:
    body_reader(evaluation& run, model_pointer model, metadata_pointer metadata, table_naming naming)
        : run_{run}, model_{std::move(model)}, metadata_{std::move(metadata)}, naming_{naming} {}

    void read() {
        read_class(*model_, false);
        for (auto const& ancestor : model_->ancestors())
            if (auto const* mixin = dynamic_cast<python::user_class const*>(ancestor.get()))
                read_class(*mixin, true);
        bool const has_key =
            std::ranges::any_of(columns_, [](auto const& each) { return each.column->options().primary_key; });
        if (name_.is_none() && !table_ && naming_ == table_naming::after_class && has_key)
            name_ = python::value{snake_case(model_->name())};
        if (table_) {
            map_given_table();
        } else if (!name_.is_none()) {
            declare();
        } else {
            throw sqlalchemy_error(
                "InvalidRequestError",
                "Class <class '" + model_->name() +
                    "'> does not have a __table__ or __tablename__ specified and does "
                    "not inherit from an existing table-mapped class."
            );
        }
        model_->set_obstacles(std::move(loading_), std::move(writing_));
    }

private:
    struct named_column {
        std::string key;
        std::shared_ptr<column_value> column;
    };

    void read_class(python::user_class const& of, bool mixin) {
        annotations_ = &of.annotations();
        auto names = names_of(of);
        for (auto const& name : names) {
            if (!seen_.insert(name).second)
                continue;
            if (auto const* item = of.own().find(name))
                read_item(name, *item, mixin);
            else if (auto const annotated = annotation_of(name))
                add_column(name, make_annotated(name, *annotated));
        }
    }

    /// In the order of the body; names that are only annotated come behind the annotated name before them.
    [[nodiscard]] static std::vector<std::string> names_of(python::user_class const& of) {
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

    [[nodiscard]] std::optional<annotated_type> annotation_of(std::string_view name) const {
        for (auto const& [annotated, annotation] : *annotations_)
            if (annotated == name)
                return read_annotation(run_, annotation);
        return std::nullopt;
    }

    static std::shared_ptr<column_value> make_annotated(std::string const& name, annotated_type const& annotated) {
        if (!annotated.type)
            throw python::not_evaluable("the type of '" + name + "' follows from its annotation", "write the type out");
        column_options options;
        options.nullable = annotated.optional;
        return std::make_shared<column_value>(std::move(options), annotated.type);
    }

    void read_item(std::string const& name, python::value const& item, bool mixin) {
        if (auto const declared = item.as<declared_attribute>())
            return read_item(name, run_.call(declared->function(), {.positional = {model_}, .keyword = {}}), mixin);
        if (auto const unknown = item.as<python::unknown_object>())
            throw unknown->refusal();
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
        auto options = given.options();
        auto type = given.value_type();
        if (auto const annotated = annotation_of(name)) {
            if (!type && options.foreign_keys.empty()) {
                if (!annotated->type)
                    throw python::not_evaluable(
                        "the type of '" + name + "' follows from its annotation", "write the type out"
                    );
                type = annotated->type;
            }
            if (!options.nullable && !options.primary_key)
                options.nullable = annotated->optional;
        }
        return std::make_shared<column_value>(std::move(options), std::move(type));
    }

    void add_column(std::string const& key, std::shared_ptr<column_value> column) {
        if (column->options().name.text.empty()) {
            auto options = column->options();
            options.name.text = key;
            column = std::make_shared<column_value>(std::move(options), column->value_type());
        }
        columns_.push_back({key, std::move(column)});
    }

    void add_feature(std::string const& name, model_feature const& feature) {
        using enum model_feature::reach;
        model_->add_feature(name, feature);
        if (feature.over() == loading || feature.over() == everything)
            loading_ = feature.what();
        if (feature.over() == writing || feature.over() == everything)
            writing_ = feature.what();
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
        given.mapping()->for_each([&](python::value const& key, python::value const&) {
            auto const name = run_.str(key);
            if (name != "eager_defaults" && name != "confirm_deleted_rows")
                loading_ = writing_ = "the mapper argument " + name;
        });
    }

    void declare() {
        schema::qualified_name name{.name = *identifier_of(name_), .schema = schema_};
        if (!name.schema)
            name.schema = metadata_->schema();
        for (auto const& each : metadata_->declared)
            if (each->name() == name)
                throw python::not_evaluable("table '" + name.name.text + "' is declared twice", "use MetaData() anew");
        std::vector<python::value> items;
        for (auto const& each : columns_)
            items.emplace_back(each.column);
        items.insert(items.end(), items_.begin(), items_.end());
        auto const table = declare_table(run_, name, items, *metadata_, std::move(arguments_));
        map(table, [&](table_column const& column) {
            return std::ranges::find_if(
                       columns_, [&](auto const& each) { return each.column->options().name.text == column.name.text; }
            )->key;
        });
    }

    void map_given_table() {
        if (!columns_.empty())
            throw python::not_evaluable("a model with __table__ that names columns too");
        if (!table_->declaration())
            writing_ = "a table that is not declared as a whole";
        map(table_, [](table_column const& column) { return column.name.text; });
    }

    template <typename KeyOf>
    void map(table_pointer const& table, KeyOf key_of) {
        std::vector<mapped_attribute> attributes;
        for (std::size_t at = 0; at < table->columns().size(); ++at) {
            mapped_attribute made{.key = key_of(table->columns()[at]), .column = table->columns()[at]};
            if (table->declaration())
                made.options = table->declaration()->columns[at];
            attributes.push_back(std::move(made));
        }
        model_->map(table, std::move(attributes), metadata_);
        if (model_->key_positions().empty())
            throw sqlalchemy_error(
                "ArgumentError",
                "Mapper could not assemble any primary key columns for mapped table '" + table->name().name.text + "'"
            );
    }

    evaluation& run_;
    model_pointer model_;
    metadata_pointer metadata_;
    table_naming naming_;
    std::vector<std::pair<std::string, std::string>> const* annotations_ = nullptr;
    std::set<std::string, std::less<>> seen_{};
    std::vector<named_column> columns_{};
    std::vector<python::value> items_{};
    python::value name_{};
    table_pointer table_{};
    std::optional<schema::identifier> schema_{};
    table_arguments arguments_{};
    obstacle loading_{};
    obstacle writing_{};
};

bool is_abstract(evaluation& run, class_body const& body) {
    for (auto const& [name, item] : body.attributes)
        if (name == "__abstract__")
            return run.truth(item);
    return false;
}

void refuse_keywords(class_body const& body) {
    if (!body.keywords.empty())
        throw python::not_evaluable("the keyword " + body.keywords.front().first + " of class '" + body.name + "'");
}

metadata_pointer metadata_in(evaluation& run, class_body const& body) {
    for (auto const& [name, item] : body.attributes)
        if (name == "metadata" && item.as<metadata_value>())
            return item.as<metadata_value>();
        else if (name == "type_annotation_map" || name == "registry" || name == "metadata")
            throw python::not_evaluable("the attribute " + name + " of the base of models, " + run.repr(name));
    return std::make_shared<metadata_value>(run);
}

} // namespace

std::shared_ptr<declarative_root>
make_declarative_root(evaluation& run, class_body body, metadata_pointer metadata, table_naming naming) {
    auto bases = bases_of(body);
    auto root = std::make_shared<declarative_root>(std::move(body), std::move(bases), std::move(metadata), naming);
    python::adopt_methods(root);
    run.keep(root);
    return root;
}

python::value declarative_root::subclass(evaluation& run, class_body body) const {
    refuse_keywords(body);
    if (is_abstract(run, body))
        return make_declarative_root(run, std::move(body), metadata_, naming_);
    auto bases = bases_of(body);
    auto const model = std::make_shared<model_class>(std::move(body), std::move(bases));
    python::adopt_methods(model);
    run.keep(model);
    try {
        body_reader{run, model, metadata_, naming_}.read();
    } catch (error const& unknown) {
        if (unknown.code() != errc::not_evaluable)
            throw;
        model->leave_unmapped(unknown);
    }
    return model;
}

namespace {

/// declarative_base(): `cls` is what the base itself derives from.
python::value make_declarative_base(evaluation& run, bound_arguments const& given) {
    for (auto const* unread : {"metaclass", "mapper", "class_registry", "type_annotation_map", "constructor"})
        if (!given[unread].is_none())
            throw given.refusal(unread, "not evaluated");
    auto metadata = given["metadata"].as<metadata_value>();
    if (!metadata)
        metadata = std::make_shared<metadata_value>(run);
    class_body body;
    body.name = given.text("name");
    if (!given["cls"].is_none())
        body.bases.push_back(given["cls"]);
    for (auto const& base : body.bases)
        if (!base.as<python::user_class>() || !base.as<python::user_class>()->ordinary())
            throw given.refusal("cls", "not a class of this project");
    return make_declarative_root(run, std::move(body), std::move(metadata), table_naming::explicit_only);
}

python::value make_mapped_column(evaluation& run, bound_arguments const& given) {
    for (auto const* unread : {"deferred", "deferred_group", "deferred_raiseload"})
        if (!given[unread].is_none() && run.truth(given[unread]))
            throw given.refusal(unread, "not evaluated");
    return read_column(run, given);
}

} // namespace

void add_declarative(python::module_registry& modules) {
    for (auto const* where :
         {"sqlalchemy.orm", "sqlalchemy.ext.declarative", "sqlalchemy.ext.declarative.api", "sqlalchemy.orm.decl_api"})
        modules.module(where).function(
            "declarative_base(bind=None, metadata=None, mapper=None, cls=None, name='Base', constructor=None, "
            "class_registry=None, type_annotation_map=None, metaclass=None)",
            make_declarative_base,
            python::effect::none
        );
    auto const base = std::make_shared<python::native_type>("DeclarativeBase");
    base->on_subclass([](evaluation& run, class_body body) {
        refuse_keywords(body);
        auto metadata = metadata_in(run, body);
        return make_declarative_root(run, std::move(body), std::move(metadata), table_naming::explicit_only);
    });
    auto& orm = modules.module("sqlalchemy.orm");
    orm.set("DeclarativeBase", base);
    orm.function(
        "mapped_column(*args, init=None, repr=None, default=..., default_factory=None, compare=None, kw_only=None, "
        "nullable=..., primary_key=False, deferred=False, deferred_group=None, deferred_raiseload=None, "
        "use_existing_column=False, name=None, type_=None, autoincrement='auto', doc=None, key=None, index=None, "
        "unique=None, info=None, onupdate=None, insert_default=..., server_default=None, server_onupdate=None, "
        "active_history=False, quote=None, system=False, comment=None, sort_order=0, **dialect_kwargs)",
        make_mapped_column,
        python::effect::none
    );
    add_model_features(modules);
    add_flask_models(modules);
}

} // namespace alembicore::sqlalchemy
