#include "lint/default_value.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace alembicore::lint {

namespace {

/// Functions of PostgreSQL and of its contributed modules that are VOLATILE and make sense as a default.
constexpr std::array<std::string_view, 18> changing_functions{
    "clock_timestamp",
    "currval",
    "gen_random_bytes",
    "gen_random_uuid",
    "gen_salt",
    "lastval",
    "nextval",
    "pg_current_xact_id",
    "random",
    "setval",
    "timeofday",
    "txid_current",
    "uuid_generate_v1",
    "uuid_generate_v1mc",
    "uuid_generate_v4",
    "uuidv4",
    "uuidv7",
    "uuid_generate_v7",
};

/// STABLE or IMMUTABLE ones.
constexpr std::array<std::string_view, 66> steady_functions{
    "abs",
    "age",
    "array_append",
    "array_cat",
    "array_fill",
    "ceil",
    "char_length",
    "chr",
    "coalesce",
    "concat",
    "concat_ws",
    "current_database",
    "current_schema",
    "current_setting",
    "current_user",
    "date",
    "date_part",
    "date_trunc",
    "decode",
    "encode",
    "floor",
    "format",
    "greatest",
    "hstore",
    "inet_client_addr",
    "initcap",
    "json_build_array",
    "json_build_object",
    "jsonb_build_array",
    "jsonb_build_object",
    "jsonb_set",
    "least",
    "left",
    "length",
    "lower",
    "lpad",
    "ltrim",
    "make_date",
    "make_interval",
    "make_timestamp",
    "make_timestamptz",
    "md5",
    "now",
    "pg_catalog",
    "replace",
    "right",
    "round",
    "row_to_json",
    "rpad",
    "rtrim",
    "sha256",
    "split_part",
    "statement_timestamp",
    "string_to_array",
    "substring",
    "timezone",
    "to_char",
    "to_date",
    "to_json",
    "to_jsonb",
    "to_number",
    "to_timestamp",
    "to_tsvector",
    "transaction_timestamp",
    "trunc",
    "upper",
};

} // namespace

volatility volatility_of(node const& expression) {
    boost::json::value const whole(expression);
    if (auto const* constant = child(expression, "A_Const"); constant != nullptr && flag(*constant, "isnull"))
        return volatility::null;
    auto worst = volatility::steady;
    each_of_kind(whole, "FuncCall", [&](node const& call) {
        auto const names = names_of(list(call, "funcname"));
        auto const name = names.empty() ? std::string{} : names.back();
        if (std::ranges::count(changing_functions, name) != 0)
            worst = volatility::changing;
        else if (std::ranges::count(steady_functions, name) == 0 && worst == volatility::steady)
            worst = volatility::unknown;
    });
    return worst;
}

} // namespace alembicore::lint
