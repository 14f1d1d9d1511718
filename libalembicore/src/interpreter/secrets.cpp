#include "interpreter/secrets.hpp"

#include "config/written_password.hpp"

#include <algorithm>
#include <string_view>

namespace alembicore::interpreter {

namespace {

std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        bool const plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain)
            result += c;
        else
            result.append({'%', digits[byte >> 4U], digits[byte & 15U]});
    }
    return result;
}

std::string replaced(std::string text, std::string const& secret) {
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
        text.replace(at, secret.size(), "***");
    return text;
}

} // namespace

secrets::secrets(database_url const& url) {
    std::string password;
    for (auto const& [keyword, value] : url.parameters)
        if (keyword == "password")
            password = value;
    // A password that is also a name in the URL may stand there as that name.
    for (auto const& [keyword, value] : url.parameters)
        if (keyword != "password" && value == password)
            return;
    for (auto const& form : {password, encoded(password), std::string{config::written_password(url.text)}})
        if (!form.empty() && std::ranges::find(forms_, form) == forms_.end())
            forms_.push_back(form);
}

std::string secrets::hide(std::string text) const {
    for (auto const& form : forms_)
        text = replaced(std::move(text), form);
    return text;
}

void secrets::hide_in(boost::json::value& value) const {
    if (forms_.empty())
        return;
    if (value.is_string())
        value = boost::json::string{hide(std::string{value.as_string()})};
    else if (value.is_array())
        for (auto& item : value.as_array())
            hide_in(item);
    else if (value.is_object())
        for (auto& member : value.as_object())
            hide_in(member.value());
}

std::string sqlalchemy_url(database_url const& url) {
    if (!url.text.empty())
        return url.text;
    std::string user;
    std::string password;
    std::string database;
    std::string query;
    for (auto const& [keyword, value] : url.parameters)
        if (keyword == "user")
            user = encoded(value);
        else if (keyword == "password")
            password = ":" + encoded(value);
        else if (keyword == "dbname")
            database = encoded(value);
        else
            query += (query.empty() ? "?" : "&") + keyword + "=" + encoded(value);
    std::string const account = user.empty() && password.empty() ? "" : user + password + "@";
    return "postgresql" + (url.driver.empty() ? "" : '+' + url.driver) + "://" + account + "/" + database + query;
}

} // namespace alembicore::interpreter
