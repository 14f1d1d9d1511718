#include "data/count.hpp"

#include "data/statement.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

namespace alembicore::data {

std::int64_t estimate_rows(call& in, shape const& of, filter const& where) {
    statement question;
    (question << "EXPLAIN (FORMAT JSON) SELECT FROM ").name(of.name);
    write_where(question, of, where);
    auto const plan = boost::json::parse(question.run(in.connection(), {}).first_column().front());
    return boost::json::value_to<std::int64_t>(plan.at(0).at("Plan").at("Plan Rows"));
}

std::int64_t count_rows(call& in, shape const& of, filter const& where, std::stop_token const& stop) {
    statement question;
    (question << "SELECT count(*) FROM ").name(of.name);
    write_where(question, of, where);
    return std::stoll(question.run(in.connection(), stop).first_column().front());
}

} // namespace alembicore::data
