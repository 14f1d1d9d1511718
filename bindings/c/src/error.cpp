#include "border.hpp"

#include <alembicore/version.hpp>

#include <cstdlib>
#include <new>
#include <string_view>

namespace {

using alembicore::error_info;
using alembicore::server_message;
using alembicore::source_place;

char const* text_of_place(error_info const& info, std::string source_place::*member) noexcept {
    return info.place ? ((*info.place).*member).c_str() : "";
}

char const* text_of_server(error_info const& info, std::string server_message::*member) noexcept {
    return info.server ? ((*info.server).*member).c_str() : "";
}

char const* text_of_field(error_info const& info, alembicore_error_field field) noexcept {
    switch (field) {
    case ALEMBICORE_ERROR_CODE:
        return alembicore::name_of(info.code).data(); // a literal, which ends with a zero byte
    case ALEMBICORE_ERROR_MESSAGE:
        return info.message.c_str();
    case ALEMBICORE_ERROR_REASON:
        return info.reason.c_str();
    case ALEMBICORE_ERROR_REMEDY:
        return info.remedy.c_str();
    case ALEMBICORE_ERROR_FILE:
        return text_of_place(info, &source_place::file);
    case ALEMBICORE_ERROR_EXCERPT:
        return text_of_place(info, &source_place::excerpt);
    case ALEMBICORE_ERROR_REVISION:
        return info.revision.c_str();
    case ALEMBICORE_ERROR_STATEMENT:
        return info.statement.c_str();
    case ALEMBICORE_ERROR_TRACEBACK:
        return info.traceback.c_str();
    case ALEMBICORE_ERROR_DATABASE_STATE:
        return info.database_state.c_str();
    case ALEMBICORE_ERROR_SERVER_SEVERITY:
        return text_of_server(info, &server_message::severity);
    case ALEMBICORE_ERROR_SERVER_SQLSTATE:
        return text_of_server(info, &server_message::sqlstate);
    case ALEMBICORE_ERROR_SERVER_MESSAGE:
        return text_of_server(info, &server_message::message);
    case ALEMBICORE_ERROR_SERVER_DETAIL:
        return text_of_server(info, &server_message::detail);
    case ALEMBICORE_ERROR_SERVER_HINT:
        return text_of_server(info, &server_message::hint);
    case ALEMBICORE_ERROR_SERVER_CONTEXT:
        return text_of_server(info, &server_message::context);
    case ALEMBICORE_ERROR_SERVER_SCHEMA:
        return text_of_server(info, &server_message::schema);
    case ALEMBICORE_ERROR_SERVER_TABLE:
        return text_of_server(info, &server_message::table);
    case ALEMBICORE_ERROR_SERVER_COLUMN:
        return text_of_server(info, &server_message::column);
    case ALEMBICORE_ERROR_SERVER_CONSTRAINT:
        return text_of_server(info, &server_message::constraint);
    }
    return "";
}

} // namespace

char const* alembicore_version(void) {
    return alembicore::version().data(); // a literal
}

void alembicore_string_free(char* text) {
    std::free(text);
}

char const* alembicore_error_text(alembicore_error const* error, alembicore_error_field field) {
    return error == nullptr ? "" : text_of_field(error->info, field);
}

unsigned alembicore_error_number(alembicore_error const* error, alembicore_error_number_field field) {
    if (error == nullptr)
        return 0;
    auto const& info = error->info;
    switch (field) {
    case ALEMBICORE_ERROR_LINE:
        return info.place ? info.place->line : 0;
    case ALEMBICORE_ERROR_COLUMN:
        return info.place ? info.place->column : 0;
    case ALEMBICORE_ERROR_SERVER_POSITION:
        return info.server ? info.server->position : 0;
    case ALEMBICORE_ERROR_CONNECTION_USABLE:
        return info.connection_usable ? 1 : 0;
    case ALEMBICORE_ERROR_RETRYABLE:
        return info.retryable ? 1 : 0;
    }
    return 0;
}

char const* alembicore_error_describe(alembicore_error const* error) {
    return error == nullptr ? "" : error->description.c_str();
}

char const* alembicore_error_json(alembicore_error const* error) {
    return error == nullptr ? "" : error->json.c_str();
}

void alembicore_error_free(alembicore_error* error) {
    delete error;
}

alembicore_stop* alembicore_stop_new(void) {
    try {
        return new alembicore_stop{};
    } catch (...) {
        return nullptr;
    }
}

void alembicore_stop_request(alembicore_stop* stop) {
    if (stop != nullptr)
        stop->source.request_stop();
}

void alembicore_stop_free(alembicore_stop* stop) {
    delete stop;
}
