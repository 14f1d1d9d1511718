#include "generate/default_comparison.hpp"

#include "postgres/transaction.hpp"

namespace alembicore::generate {

namespace {

/// `nextval('public.s'::regclass)` → `nextval('s')`
std::string without_details(std::string text) {
    constexpr std::string_view cast = "::regclass";
    if (auto const at = text.find(cast); at != std::string::npos)
        text.erase(at, cast.size());
    auto const quote = text.find('\'');
    auto const point = text.find('.', quote == std::string::npos ? 0 : quote);
    if (quote != std::string::npos && point != std::string::npos)
        text.erase(quote + 1, point - quote);
    return text;
}

} // namespace

bool default_comparison::asked(std::string const& left, std::string const& right) const {
    auto const answer = on_->execute("SELECT (" + left + ") = (" + right + ")", stop_);
    return answer.value(0, 0) == "t";
}

bool default_comparison::operator()(std::string const& in_database, std::string const& in_models) const {
    if (in_database == in_models)
        return true;
    if (in_database.find("nextval(") != std::string::npos || in_models.find("nextval(") != std::string::npos)
        return without_details(in_database) == without_details(in_models);
    postgres::transaction const begun{*on_, "BEGIN READ ONLY"};
    on_->execute("SAVEPOINT alembicore_default", stop_);
    try {
        return asked(in_database, in_models);
    } catch (error const& refused) {
        if (!refused.info().connection_usable || refused.code() == errc::cancelled)
            throw;
        on_->execute("ROLLBACK TO SAVEPOINT alembicore_default", stop_);
    }
    try { // Of a type without `=`, as json is.
        return asked('(' + in_database + ")::text", '(' + in_models + ")::text");
    } catch (error const& refused) {
        if (!refused.info().connection_usable || refused.code() == errc::cancelled)
            throw;
        return false;
    }
}

} // namespace alembicore::generate
