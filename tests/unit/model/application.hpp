// A project with one module of models, and what the library reads of it as short lines.
#pragma once

#include "support/temporary_folder.hpp"

#include <alembicore/models.hpp>

#include <algorithm>
#include <map>
#include <string>

namespace alembicore::test {

/// `app/models.py` with this text behind the usual imports; env.py takes target_metadata from its `metadata`.
class application {
public:
    explicit application(std::string const& models, std::string const& metadata = "Base.metadata") {
        constexpr auto imports = R"(
import datetime, decimal, enum, uuid
from typing import Annotated, List, Optional
import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint
from sqlalchemy.orm import (DeclarativeBase, Mapped, MappedAsDataclass, backref, declarative_base, declared_attr,
    mapped_column, registry, relationship)

)";
        write("alembic.ini", "[alembic]\nscript_location = %(here)s/migrations\nprepend_sys_path = .\n");
        write("migrations/env.py", "from app import models\ntarget_metadata = models." + metadata + "\n");
        write("migrations/versions/a.py", "revision = 'a1'\ndown_revision = None\n");
        write("app/__init__.py", "");
        write("app/models.py", imports + models);
    }

    void write(std::string const& path, std::string const& text) const { folder_.write(path, text); }

    [[nodiscard]] models::collection read(std::map<std::string, std::string> environment = {}) const {
        return models::read(project::open({.directory = folder_.path(), .environment = std::move(environment)}));
    }

private:
    temporary_folder folder_;
};

inline models::model const& class_named(models::collection const& in, std::string_view name) {
    auto const found = std::ranges::find(in.models, name, &models::model::name);
    if (found == in.models.end())
        throw error{errc::internal, "no class " + std::string{name}};
    return *found;
}

inline models::table const& table_named(models::collection const& in, std::string_view name) {
    auto const found = std::ranges::find_if(in.tables, [&](auto const& each) { return each.name.name == name; });
    if (found == in.tables.end())
        throw error{errc::internal, "no table " + std::string{name}};
    return *found;
}

/// `id INTEGER key; name VARCHAR(20) null`
inline std::string columns_of(models::table const& table) {
    std::string text;
    for (auto const& each : table.columns)
        text += (text.empty() ? "" : "; ") + each.name + ' ' + (each.type.empty() ? "?" : each.type) +
                (each.primary_key ? " key"
                 : each.nullable  ? " null"
                                  : "");
    return text;
}

inline std::string columns_of(models::collection const& in, std::string_view table) {
    return columns_of(table_named(in, table));
}

/// `children: one_to_many Child[] back parent`
inline std::string relationships_of(models::collection const& in, std::string_view name) {
    constexpr char const* ways[] = {"one_to_many", "many_to_one", "many_to_many"};
    std::string text;
    for (auto const& each : class_named(in, name).relationships)
        text += (text.empty() ? "" : "; ") + each.name + ": " + ways[static_cast<int>(each.direction)] + ' ' +
                each.target + (each.uselist ? "[]" : "") +
                (each.back_populates.empty() ? "" : " back " + each.back_populates);
    return text;
}

/// What is not known of a class: `name: reason`.
inline std::string unknowns_of(models::model const& of) {
    std::string text;
    for (auto const& each : of.unknowns)
        text += (text.empty() ? "" : "; ") + each.attribute + ": " + each.reason;
    return text;
}

} // namespace alembicore::test
