// What the body of a mapped class says, its mixins behind it, and the table that it declares.
#pragma once

#include "sqlalchemy/declarative.hpp"

namespace alembicore::sqlalchemy {

/// Maps the class. Without a discovery: not_evaluable where anything of it is not exactly known, and python_exception
/// where SQLAlchemy raises.
void read_model_body(python::evaluation& run, model_pointer const& model, declarative_settings const& settings);

/// An attribute that a class gets after its body: `Model.name = relationship(…)`.
void read_late_attribute(
    python::evaluation& run, model_pointer const& model, std::string const& name, python::value const& item
);

} // namespace alembicore::sqlalchemy
