#include "backup/schema_text.hpp"

#include "backup/client_address.hpp"
#include "backup/client_programs.hpp"
#include "backup/client_run.hpp"
#include "postgres/connection.hpp"

namespace alembicore::backup {

std::string schema_text(database& of, schema_text_request const& request) {
    auto& connection = of.connection();
    auto const programs = find_client_programs(request.programs, of.server_version(), "the server");
    auto const name = connection.execute("SELECT current_database()").first_column().at(0);
    auto const address = address_for(connection.url(), name);
    std::vector<std::string> arguments{
        programs.dump(), "--dbname=" + address.connection, "--no-password", "--schema-only"};
    if (request.schemas.empty())
        arguments.emplace_back("--exclude-schema=alembicore"); // the journal
    for (auto const& each : request.schemas)
        arguments.push_back("--schema=" + postgres::quote_name(each));
    std::string text;
    run_client({
        .arguments = std::move(arguments),
        .environment = address.environment,
        .stop = request.stop,
        .output = [&](std::string const& line) { (text += line) += '\n'; },
        .told = {},
        .tick = {},
    });
    return text;
}

} // namespace alembicore::backup
