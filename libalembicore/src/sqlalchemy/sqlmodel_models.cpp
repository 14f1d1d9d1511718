// SQLModel: classes whose annotations are their columns, `class Hero(SQLModel, table=True)`.
#include "sqlalchemy/declarative.hpp"
#include "sqlalchemy/modules.hpp"
#include "sqlalchemy/recording.hpp"
#include "sqlalchemy/relationship.hpp"

#include "python/builtins.hpp"
#include "python/unknown.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::class_body;
using python::dict_table;
using python::evaluation;

/// Field(…) and Relationship(…): their keywords.
class field_value final : public python::object {
public:
    enum class kind { column, relationship };

    field_value(kind what, dict_table options) : what_{what}, options_{std::move(options)} {}

    [[nodiscard]] kind what() const noexcept { return what_; }

    /// Null: not given.
    [[nodiscard]] python::value const* option(std::string_view name) const { return options_.find(name); }

    [[nodiscard]] std::string type_name() const override {
        return what_ == kind::column ? "FieldInfo" : "RelationshipInfo";
    }

    void surrender(std::vector<python::value>& into) noexcept override { options_.surrender(into); }

private:
    kind what_;
    dict_table options_;
};

metadata_pointer metadata_of_run(evaluation& run) {
    auto& held = discovery_of(run)->sqlmodel_metadata;
    if (!held)
        held = std::make_shared<metadata_value>(run);
    return held;
}

/// One field of a model: what its annotation says, and the value beside it.
struct field {
    std::string name;
    std::string annotation;
    std::string module;
    std::optional<python::value> given;
};

class model_builder {
public:
    model_builder(evaluation& run, declarative_settings const& settings) : run_{run}, settings_{settings} {}

    /// The body that SQLAlchemy's own rules apply to afterwards.
    [[nodiscard]] class_body build(class_body body, std::vector<field> const& fields) {
        class_body made = body;
        made.attributes.clear();
        made.annotations.clear();
        made.keywords.clear();
        for (auto const& each : fields)
            add(made, each);
        bool named = false;
        for (auto const& [name, item] : body.attributes)
            if (std::ranges::find(fields, name, &field::name) == fields.end()) {
                made.attributes.emplace_back(name, item);
                named = named || name == "__tablename__";
            }
        if (!named)
            made.attributes.emplace_back("__tablename__", lower(body.name));
        return made;
    }

private:
    static python::value lower(std::string text) {
        for (char& c : text)
            if (c >= 'A' && c <= 'Z')
                c = static_cast<char>(c - 'A' + 'a');
        return python::value{std::move(text)};
    }

    void add(class_body& to, field const& of) {
        auto const said = of.given ? of.given->as<field_value>() : nullptr;
        if (said && said->what() == field_value::kind::relationship) {
            to.attributes.emplace_back(of.name, make_relationship(*said));
            bool const wrapped = of.annotation.starts_with("Mapped[");
            to.annotations.emplace_back(of.name, wrapped ? of.annotation : "Mapped[" + of.annotation + "]");
            return;
        }
        try {
            if (of.given && of.given->as<python::unknown_object>())
                throw of.given->as<python::unknown_object>()->refusal();
            to.attributes.emplace_back(of.name, make_column(of, said.get()));
        } catch (error const& why) {
            if (why.code() != errc::not_evaluable)
                throw;
            to.attributes.emplace_back(
                of.name, std::make_shared<python::unknown_object>(of.name, run_.place(), why.info())
            );
        }
    }

    [[nodiscard]] static python::value const* option(field_value const* of, std::string_view name) {
        auto const* found = of == nullptr ? nullptr : of->option(name);
        return found == nullptr || found->is_none() ? nullptr : found;
    }

    [[nodiscard]] python::value make_column(field const& of, field_value const* said) {
        if (auto const* whole = option(said, "sa_column"))
            return *whole;
        auto const annotated = read_plain_annotation(run_, of.module, of.annotation, settings_);
        python::arguments given;
        given.positional.push_back(type_for(annotated, said));
        if (auto const* key = option(said, "foreign_key")) {
            python::arguments of_key{.positional = {*key}, .keyword = {}};
            if (auto const* on_delete = option(said, "ondelete"))
                of_key.keyword.emplace_back("ondelete", *on_delete);
            given.positional.push_back(run_.call(*named("ForeignKey"), of_key));
        }
        bool const is_key = is_true(said, "primary_key");
        auto const* nullable = option(said, "nullable");
        given.keyword.emplace_back("primary_key", python::value{is_key});
        given.keyword.emplace_back(
            "nullable", nullable != nullptr ? *nullable : python::value{!is_key && annotated.optional}
        );
        given.keyword.emplace_back("index", python::value{is_true(said, "index")});
        given.keyword.emplace_back("unique", python::value{is_true(said, "unique")});
        add_default(given, of, said);
        if (auto const* items = option(said, "sa_column_args"))
            for (auto const& each : run_.collect(*items))
                given.positional.push_back(each);
        if (auto const* more = option(said, "sa_column_kwargs"); more != nullptr && more->mapping() != nullptr)
            more->mapping()->for_each([&](python::value const& key, python::value const& item) {
                std::erase_if(given.keyword, [&](auto const& each) { return each.first == *key.text(); });
                given.keyword.emplace_back(given.keep_name(*key.text()), item);
            });
        return run_.call(*named("Column"), given);
    }

    [[nodiscard]] static python::value const* named(std::string_view name) {
        return revision_modules().find("sqlalchemy")->find(name);
    }

    [[nodiscard]] bool is_true(field_value const* said, std::string_view name) {
        auto const* given = option(said, name);
        return given != nullptr && run_.truth(*given);
    }

    void add_default(python::arguments& to, field const& of, field_value const* said) {
        if (auto const* factory = option(said, "default_factory"))
            to.keyword.emplace_back("default", *factory);
        else if (auto const* written = said == nullptr ? nullptr : said->option("default"))
            to.keyword.emplace_back("default", *written);
        else if (said == nullptr && of.given)
            to.keyword.emplace_back("default", *of.given);
    }

    [[nodiscard]] python::value type_for(annotated_type const& annotated, field_value const* said) {
        if (auto const* type = option(said, "sa_type"))
            return *type;
        if (!annotated.type)
            throw annotated.unknown ? *annotated.unknown : python::not_evaluable("the type of a field");
        auto const& name = annotated.type->type_name();
        if (name == "String") {
            python::arguments given;
            if (auto const* length = option(said, "max_length"))
                given.keyword.emplace_back("length", *length);
            return run_.call(*revision_modules().find("sqlmodel")->find("AutoString"), given);
        }
        if (name == "Numeric") {
            python::arguments given;
            if (auto const* digits = option(said, "max_digits"))
                given.keyword.emplace_back("precision", *digits);
            if (auto const* places = option(said, "decimal_places"))
                given.keyword.emplace_back("scale", *places);
            return run_.call(*named("Numeric"), given);
        }
        return std::const_pointer_cast<type_value>(annotated.type);
    }

    [[nodiscard]] python::value make_relationship(field_value const& said) {
        if (auto const* whole = option(&said, "sa_relationship"))
            return *whole;
        python::arguments given;
        if (auto const* back = option(&said, "back_populates"))
            given.keyword.emplace_back("back_populates", *back);
        if (is_true(&said, "cascade_delete"))
            given.keyword.emplace_back("cascade", python::value{"all, delete-orphan"});
        if (auto const* passive = option(&said, "passive_deletes"))
            given.keyword.emplace_back("passive_deletes", *passive);
        if (auto const* link = option(&said, "link_model"))
            given.keyword.emplace_back("secondary", *link);
        if (auto const* more = option(&said, "sa_relationship_kwargs"); more != nullptr && more->mapping() != nullptr)
            more->mapping()->for_each([&](python::value const& key, python::value const& item) {
                std::erase_if(given.keyword, [&](auto const& each) { return each.first == *key.text(); });
                given.keyword.emplace_back(given.keep_name(*key.text()), item);
            });
        return run_.call(*revision_modules().find("sqlalchemy.orm")->find("relationship"), given);
    }

    evaluation& run_;
    declarative_settings const& settings_;
};

/// A class of fields that is no table: SQLModel itself is the first.
class field_class final : public python::user_class {
public:
    field_class(class_body body, std::vector<python::type_pointer> bases, std::vector<field> fields)
        : user_class{std::move(body), std::move(bases)}, fields_{std::move(fields)} {}

    [[nodiscard]] bool ordinary() const noexcept override { return false; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (name == "metadata" && discovery_of(run) != nullptr)
            return python::value{metadata_of_run(run)};
        return user_class::attribute(run, name);
    }

    [[nodiscard]] python::value subclass(evaluation& run, class_body body) const override {
        return derive(run, std::move(body));
    }

    [[nodiscard]] static python::value derive(evaluation& run, class_body body);

    void surrender(std::vector<python::value>& into) noexcept override {
        for (auto& each : fields_)
            if (each.given)
                into.push_back(std::move(*each.given));
        fields_.clear();
        user_class::surrender(into);
    }

private:
    [[nodiscard]] static std::vector<field> fields_of(class_body const& body);

    std::vector<field> fields_;
};

void put(std::vector<field>& to, field added) {
    auto const known = std::ranges::find(to, added.name, &field::name);
    if (known == to.end())
        to.push_back(std::move(added));
    else
        *known = std::move(added);
}

/// Those of the bases first, in the order in which pydantic collects them.
std::vector<field> field_class::fields_of(class_body const& body) {
    std::vector<field> fields;
    for (auto base = body.bases.rbegin(); base != body.bases.rend(); ++base)
        if (auto const known = base->as<field_class>())
            for (auto const& each : known->fields_)
                put(fields, each);
    for (auto const& [name, annotation] : body.annotations) {
        if (name.starts_with('_') || annotation.find("ClassVar") != std::string::npos)
            continue;
        field made{.name = name, .annotation = annotation, .module = body.module, .given = std::nullopt};
        for (auto const& [attribute, item] : body.attributes)
            if (attribute == name)
                made.given = item;
        put(fields, std::move(made));
    }
    return fields;
}

python::value field_class::derive(evaluation& run, class_body body) {
    if (discovery_of(run) == nullptr)
        throw python::not_evaluable("the class '" + body.name + "' of SQLModel");
    bool is_table = false;
    for (auto const& [name, item] : body.keywords)
        is_table = is_table || (name == "table" && run.truth(item));
    auto fields = fields_of(body);
    if (is_table) {
        declarative_settings const settings{.metadata = metadata_of_run(run)};
        auto made = model_builder{run, settings}.build(std::move(body), fields);
        return make_model(run, std::move(made), settings, nullptr);
    }
    std::vector<python::type_pointer> bases;
    for (auto const& each : body.bases)
        bases.push_back(each.as<python::type_object>());
    body.keywords.clear();
    auto made = std::make_shared<field_class>(std::move(body), std::move(bases), std::move(fields));
    python::adopt_methods(made);
    run.keep(made);
    return made;
}

/// `SQLModel`: shared by all evaluations, so what it knows belongs to the evaluation.
class sqlmodel_type final : public python::type_object {
public:
    sqlmodel_type() : type_object{"SQLModel"} {}

    [[nodiscard]] bool ordinary() const noexcept override { return false; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (name == "metadata" && discovery_of(run) != nullptr)
            return python::value{metadata_of_run(run)};
        refuse("reading ." + std::string{name} + " of");
    }

    [[nodiscard]] python::value subclass(evaluation& run, class_body body) const override {
        return field_class::derive(run, std::move(body));
    }
};

python::native_code maker(field_value::kind what) {
    return [what](evaluation&, bound_arguments const& given) -> python::value {
        dict_table options = given.keywords();
        if (!given.rest().empty() && !given.rest().front().identical(python::ellipsis()))
            options.set(python::value{"default"}, given.rest().front());
        return std::make_shared<field_value>(what, std::move(options));
    };
}

} // namespace

void add_sqlmodel_models(python::module_registry& modules) {
    // What the package passes on from SQLAlchemy.
    auto& package = modules.module("sqlmodel");
    for (auto const* name :
         {"Column",
          "ForeignKey",
          "Index",
          "Table",
          "MetaData",
          "UniqueConstraint",
          "CheckConstraint",
          "PrimaryKeyConstraint",
          "ForeignKeyConstraint",
          "Computed",
          "Identity",
          "Sequence",
          "func",
          "text",
          "and_",
          "or_",
          "not_",
          "case",
          "cast",
          "literal",
          "true",
          "false",
          "null",
          "desc",
          "asc"})
        if (auto const* found = modules.module("sqlalchemy").find(name);
            found != nullptr && package.find(name) == nullptr)
            package.set(name, *found);
    auto const type = std::make_shared<sqlmodel_type>();
    for (auto const* where : {"sqlmodel", "sqlmodel.main"}) {
        auto& module = modules.module(where);
        module.set("SQLModel", type);
        module.function("Field(*args, **kw)", maker(field_value::kind::column), python::effect::none);
        module.function("Relationship(*args, **kw)", maker(field_value::kind::relationship), python::effect::none);
    }
}

} // namespace alembicore::sqlalchemy
