// Keeps a password out of what another process says.
#pragma once

#include <alembicore/database_url.hpp>

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace alembicore::interpreter {

/// The password of a database, in the forms in which it may be written.
class secrets {
public:
    explicit secrets(database_url const& url);

    [[nodiscard]] std::string hide(std::string text) const;

    /// In all texts of the value.
    void hide_in(boost::json::value& value) const;

private:
    std::vector<std::string> forms_;
};

/// The URL in SQLAlchemy's form, with its password.
[[nodiscard]] std::string sqlalchemy_url(database_url const& url);

} // namespace alembicore::interpreter
