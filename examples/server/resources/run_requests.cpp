#include "resources/run_requests.hpp"

#include "resources/answers.hpp"

namespace alembicore::server::resources {

std::string asker_of(http::call const& asked) {
    return asked.who.name.empty() ? asked.request.client : asked.who.name;
}

wanted_run run_for(http::call const& asked, std::string kind) {
    wanted_run wanted;
    wanted.kind = std::move(kind);
    wanted.asked_by = asker_of(asked);
    wanted.trace = http::trace_of(asked.request.field("traceparent"));
    return wanted;
}

http::response begin(runs& going, wanted_run wanted) {
    auto const id = going.start(std::move(wanted));
    auto answer = json_response(going.describe(id).value(), 202);
    answer.fields.emplace_back("Location", "/api/runs/" + id);
    answer.about = "run " + id;
    return answer;
}

} // namespace alembicore::server::resources
