#include "http/target.hpp"

#include <boost/locale/utf.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>

namespace alembicore::server::http {

namespace {

/// UTF-8 without NUL, which PostgreSQL's texts do not have and C's end with.
bool is_text(std::string_view text) {
    using traits = boost::locale::utf::utf_traits<char>;
    for (auto at = text.begin(); at != text.end();) {
        auto const code = traits::decode(at, text.end());
        if (code == boost::locale::utf::illegal || code == boost::locale::utf::incomplete)
            return false;
    }
    return text.find('\0') == std::string_view::npos;
}

} // namespace

bool read_target(request& into) {
    if (into.verb == method::options && into.target == "*")
        return true;
    auto const parsed = boost::urls::parse_origin_form(into.target);
    if (!parsed)
        return false;
    for (auto const segment : parsed->segments())
        into.path.emplace_back(segment.begin(), segment.end());
    // A query written by hand may have a blank as `+`.
    boost::urls::encoding_opts options;
    options.space_as_plus = true;
    for (auto const parameter : parsed->params(options))
        into.query.emplace_back(parameter.key, parameter.value);
    auto const proper = [](auto const& pair) { return is_text(pair.first) && is_text(pair.second); };
    return std::ranges::all_of(into.path, is_text) && std::ranges::all_of(into.query, proper);
}

void strip_prefix(request& of, std::string_view prefix) {
    if (prefix.empty() || !of.target.starts_with(prefix))
        return;
    auto const rest = std::string_view{of.target}.substr(prefix.size());
    if (!rest.empty() && rest.front() != '/' && rest.front() != '?')
        return;
    auto const segments = std::ranges::count(prefix, '/');
    of.path.erase(of.path.begin(), of.path.begin() + std::min<std::ptrdiff_t>(segments, std::ssize(of.path)));
}

} // namespace alembicore::server::http
