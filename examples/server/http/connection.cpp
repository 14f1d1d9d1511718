#include "http/connection.hpp"

#include "http/framing.hpp"
#include "http/problem.hpp"
#include "http/target.hpp"
#include "http/transport.hpp"
#include "http/web_socket.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <future>
#include <optional>
#include <thread>

namespace alembicore::server::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using clock = std::chrono::steady_clock;

namespace {

constexpr std::uint32_t longest_head = 16 * 1024;
constexpr std::size_t longest_line = 128 * 1024;  // of what is read piece by piece, as the line before a chunk
constexpr std::uint64_t small_body = 64 * 1024;   // is read whoever sends it
constexpr std::uint64_t slowest_body = 64 * 1024; // bytes a second
constexpr std::chrono::seconds farewell{2};
constexpr std::chrono::seconds longest_handshake{10};

method method_of(beast::http::verb verb) noexcept {
    switch (verb) {
    case beast::http::verb::get:
        return method::get;
    case beast::http::verb::head:
        return method::head;
    case beast::http::verb::post:
        return method::post;
    case beast::http::verb::put:
        return method::put;
    case beast::http::verb::patch:
        return method::patch;
    case beast::http::verb::delete_:
        return method::delete_;
    case beast::http::verb::options:
        return method::options;
    default:
        return method::other;
    }
}

error_info refusal(std::string message, std::string remedy) {
    error_info info;
    info.code = errc::bad_usage;
    info.message = std::move(message);
    info.remedy = std::move(remedy);
    return info;
}

response malformed(error_code failed) {
    if (failed == beast::http::error::header_limit)
        return problem(refusal("the head of the request is too long", "send less than 16 KiB of fields"), 431);
    if (failed == beast::http::error::body_limit)
        return problem(refusal("the body of the request is too long", "send less, or in several requests"), 413);
    return problem(refusal("this is no proper HTTP request: " + failed.message(), "send HTTP/1.1"), 400);
}

response too_many_streams() {
    auto answer = problem(
        refusal("too many files and event streams are being sent at once", "close pages that are not needed"), 503
    );
    answer.fields.emplace_back("Retry-After", "5");
    return answer;
}

} // namespace

struct connection::state final : stream_writer {
    using received = beast::http::request<beast::http::string_body>;
    using parser = beast::http::request_parser<beast::http::string_body>;
    using plain_response = beast::http::response<beast::http::span_body<char const>>;
    using head_response = beast::http::response<beast::http::empty_body>;

    state(asio::ip::tcp::socket socket, connection_context& shared)
        : stream(std::move(socket), shared.identity), context(shared), client(stream.peer()) {}

    ~state() {
        leaving.request_stop();
        if (writer.joinable())
            writer.join();
    }

    void open(std::shared_ptr<connection> const& self) {
        waiting = true;
        stream.expires_after(longest_handshake);
        stream.handshake([this, self](error_code failed) {
            if (!failed)
                read(self, context.options.patience);
        });
    }

    void read(std::shared_ptr<connection> const& self, std::chrono::seconds time) {
        waiting = true;
        reading.emplace();
        reading->header_limit(longest_head);
        reading->body_limit(boost::none);
        stream.expires_after(time);
        beast::http::async_read_header(stream, buffer, *reading, [this, self](error_code failed, std::size_t) {
            waiting = false;
            begun = clock::now();
            if (failed)
                return refuse(self, failed);
            if (auto fault = framing_fault(reading->get()))
                return refuse_with(self, problem(refusal(*std::move(fault), "send it as RFC 9112 says"), 400));
            read_body(self);
        });
    }

    void read_body(std::shared_ptr<connection> const& self) {
        auto const& begun_request = reading->get();
        auto const limit = context.answers.body_limit(method_of(begun_request.method()), begun_request.target());
        auto const length = reading->content_length().value_or(reading->chunked() ? limit : 0);
        if (reading->content_length().value_or(0) > limit)
            return refuse(self, beast::http::error::body_limit);
        if (length > small_body && refuse_early(self, begun_request))
            return;
        reading->body_limit(limit);
        stream.expires_after(context.options.patience + std::chrono::seconds{length / slowest_body});
        if (beast::iequals(begun_request[beast::http::field::expect], "100-continue")) {
            static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            return asio::async_write(
                stream,
                asio::buffer(go_on.data(), go_on.size()),
                [this, self](error_code failed, std::size_t) {
                    if (!failed)
                        read_rest(self);
                }
            );
        }
        read_rest(self);
    }

    /// True: it was answered, and its body is not read. Anybody could fill our memory otherwise.
    bool refuse_early(std::shared_ptr<connection> const& self, received const& head_of) {
        take_head(head_of);
        auto refused = understood ? context.answers.refuse_early(asked) : std::optional{std::move(not_understood)};
        if (!refused)
            return false;
        keep_alive = false;
        send(self, *std::move(refused));
        return true;
    }

    void read_rest(std::shared_ptr<connection> const& self) {
        beast::http::async_read(stream, buffer, *reading, [this, self](error_code failed, std::size_t) {
            if (failed)
                return refuse(self, failed);
            stream.expires_never();
            take(reading->release());
            working.emplace(stream.get_executor());
            asio::post(context.workers, [this, kept = std::shared_ptr{self}]() mutable {
                auto made = understood ? context.answers.answer(asked) : std::move(not_understood);
                asio::post(stream.get_executor(), [this, self = std::move(kept), made = std::move(made)]() mutable {
                    working.reset();
                    send(self, std::move(made));
                });
            });
        });
    }

    void take(received whole) {
        take_head(whole);
        asked.body = std::move(whole.body());
    }

    void take_head(received const& from) {
        keep_alive = from.keep_alive() && !finishing;
        chunks_understood = from.version() >= 11;
        asked = {};
        asked.verb = method_of(from.method());
        asked.target = std::string{from.target()};
        asked.client = client;
        asked.secure = stream.is_secure();
        asked.gone = leaving.get_token();
        asked.wants_socket = beast::websocket::is_upgrade(from);
        asked.fields = fields_of(from);
        context.options.proxies.apply(asked);
        understood = read_target(asked);
        strip_prefix(asked, context.options.prefix);
        if (!understood)
            not_understood = problem(
                refusal("the target of the request cannot be read", "encode it as RFC 3986 says, in UTF-8"), 400
            );
    }

    /// What cannot be read leaves open where the next request would begin.
    void refuse(std::shared_ptr<connection> const& self, error_code failed) {
        bool const readable = failed.category() == make_error_code(beast::http::error::bad_method).category();
        if (!readable || failed == beast::http::error::end_of_stream || failed == beast::http::error::partial_message)
            return; // gone, or too slow
        refuse_with(self, malformed(failed));
    }

    void refuse_with(std::shared_ptr<connection> const& self, response made) {
        keep_alive = false;
        asked = {};
        asked.client = client;
        asked.target = "-";
        send(self, std::move(made));
    }

    void send(std::shared_ptr<connection> const& self, response made) {
        stream.expires_after(context.options.patience);
        answered = std::move(made);
        if (answered.streamed && context.streams >= context.options.streams)
            answered = too_many_streams();
        if (answered.by_socket && answered.streamed)
            return open_socket(self);
        if (answered.streamed)
            return send_stream(self);
        auto const& body = answered.body->plain();
        if (asked.verb == method::head || answered.status == 304) {
            head.emplace(static_cast<beast::http::status>(answered.status), 11);
            fill(*head);
            head->content_length(body.size());
            return beast::http::async_write(stream, *head, [this, self](error_code failed, std::size_t) {
                sent(self, failed);
            });
        }
        plain.emplace(static_cast<beast::http::status>(answered.status), 11);
        fill(*plain);
        plain->body() = {body.data(), body.size()};
        plain->content_length(body.size());
        beast::http::async_write(stream, *plain, [this, self](error_code failed, std::size_t) { sent(self, failed); });
    }

    template <typename Response>
    void fill(Response& to) {
        to.keep_alive(keep_alive);
        to.set(beast::http::field::content_type, answered.content_type);
        for (auto const& [name, value] : answered.fields)
            to.insert(name, value);
    }

    /// Without chunks, the end of the connection is the end of the body.
    void send_stream(std::shared_ptr<connection> const& self) {
        keep_alive = keep_alive && chunks_understood;
        head.emplace(static_cast<beast::http::status>(answered.status), 11);
        fill(*head);
        head->chunked(chunks_understood);
        serializer.emplace(*head);
        beast::http::async_write_header(stream, *serializer, [this, self](error_code failed, std::size_t) {
            if (failed || asked.verb == method::head)
                return sent(self, failed);
            stream.expires_never();
            start_writer(self);
        });
    }

    /// From then on the connection speaks another language.
    void open_socket(std::shared_ptr<connection> const& self) {
        keep_alive = false;
        answered.status = 101;
        stream.expires_never(); // it has times of its own
        messages.emplace(stream, leaving);
        messages->accept(asked, context.options.patience, [this, self](error_code failed) {
            if (failed) {
                answered.status = 400;
                return sent(self, failed);
            }
            messages->watch(self);
            start_writer(self);
        });
    }

    void start_writer(std::shared_ptr<connection> const& self) {
        if (writer.joinable())
            writer.join(); // of an earlier request; it is over
        working.emplace(stream.get_executor());
        ++context.streams;
        writer = std::thread{[this, kept = std::shared_ptr{self}]() mutable { run_writer(std::move(kept)); }};
    }

    /// The thread keeps nothing alive at its end, since what it belongs to waits for it.
    void run_writer(std::shared_ptr<connection>&& self) {
        bool whole = true;
        try {
            answered.streamed(*this);
        } catch (...) {
            whole = false; // the missing last chunk tells the client
        }
        asio::post(stream.get_executor(), [this, self = std::move(self), whole] {
            working.reset();
            --context.streams;
            if (messages)
                return messages->close([this, self] { sent(self, {}); });
            if (!whole || !chunks_understood) {
                keep_alive = false;
                return sent(self, {});
            }
            asio::async_write(stream, beast::http::make_chunk_last(), [this, self](error_code failed, std::size_t) {
                sent(self, failed);
            });
        });
    }

    bool write(std::string_view piece) override {
        if (leaving.stop_requested())
            return false;
        if (messages)
            return messages->write(piece);
        std::promise<bool> taken;
        auto done = [this, &taken](error_code failed, std::size_t) {
            stream.expires_never();
            if (failed)
                leaving.request_stop();
            taken.set_value(!failed);
        };
        asio::post(stream.get_executor(), [&, this] {
            stream.expires_after(context.options.patience);
            asio::const_buffer const bytes{piece.data(), piece.size()};
            if (chunks_understood)
                asio::async_write(stream, beast::http::make_chunk(bytes), done);
            else
                asio::async_write(stream, bytes, done);
        });
        return taken.get_future().get();
    }

    [[nodiscard]] std::stop_token gone() const override { return leaving.get_token(); }

    /// While an answer is made nothing is read, which would tell.
    void look_after_client() {
        if (!waiting && stream.peer_has_left())
            leaving.request_stop();
    }

    void sent(std::shared_ptr<connection> const& self, error_code failed) {
        context.answers.note({
            .verb = asked.verb,
            .target = asked.target,
            .route = answered.route,
            .client = asked.client,
            .trace = trace_of(asked.field("traceparent")),
            .status = answered.status,
            .elapsed = std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - begun),
        });
        answered = {};
        if (failed || !keep_alive || finishing)
            return close(self);
        read(self, context.options.idle);
    }

    void close(std::shared_ptr<connection> const& self) {
        leaving.request_stop();
        stream.expires_after(farewell);
        stream.finish_sending([this, self] { drain(self); });
    }

    /// What the client still sends is read, or the answer might be lost on its way.
    void drain(std::shared_ptr<connection> const& self) {
        buffer.clear();
        stream.read_raw(buffer.prepare(longest_head), [this, self](error_code failed, std::size_t) {
            if (!failed)
                drain(self);
        });
    }

    transport stream;
    connection_context& context;
    std::string client;
    beast::flat_buffer buffer{longest_line};
    std::optional<parser> reading;
    request asked;
    response not_understood;
    response answered;
    std::optional<plain_response> plain;
    std::optional<head_response> head;
    std::optional<beast::http::response_serializer<beast::http::empty_body>> serializer;
    std::optional<web_socket> messages;
    std::thread writer;
    std::optional<asio::executor_work_guard<transport::executor_type>> working; ///< while another thread is at it
    std::stop_source leaving;
    clock::time_point begun;
    bool understood = true;
    bool keep_alive = true;
    bool chunks_understood = true;
    bool waiting = false;
    bool finishing = false;
};

connection::connection(asio::ip::tcp::socket socket, connection_context& shared)
    : state_{std::make_unique<state>(std::move(socket), shared)} {
    shared.open.insert(this);
    ++shared.of_client[state_->client];
}

connection::~connection() {
    auto& shared = state_->context;
    shared.open.erase(this);
    if (auto const mine = shared.of_client.find(state_->client); --mine->second == 0)
        shared.of_client.erase(mine);
}

void connection::start() {
    state_->open(shared_from_this());
}

void connection::look_after_client() {
    state_->look_after_client();
}

void connection::finish() {
    state_->finishing = true;
    state_->leaving.request_stop();
    if (state_->waiting)
        state_->stream.cancel();
}

} // namespace alembicore::server::http
