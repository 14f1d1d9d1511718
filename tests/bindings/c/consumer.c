/* A C99 program that uses all of alembicore.h against a PostgreSQL of its own. argv[1]: the sample project. */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char const* const head_of_trunk[] = {"c3"};

static void wrong_use(char const* folder) {
    alembicore_project* project = (alembicore_project*)1;
    alembicore_error* error = NULL;
    char* json = NULL;

    CHECK(alembicore_project_open("/", NULL, &project, &error) == ALEMBICORE_FAILED);
    CHECK(project == NULL);
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_CODE), "not_a_project");
    CHECK_CONTAINS(alembicore_error_describe(error), alembicore_error_text(error, ALEMBICORE_ERROR_MESSAGE));
    CHECK_CONTAINS(alembicore_error_json(error), "\"code\":\"not_a_project\"");
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_SERVER_SQLSTATE), "");
    CHECK(alembicore_error_number(error, ALEMBICORE_ERROR_CONNECTION_USABLE) == 1);
    alembicore_error_free(error);

    CHECK(alembicore_project_open(folder, "{\"directory\": 1}", &project, &error) == ALEMBICORE_BAD_USAGE);
    CHECK_CONTAINS(alembicore_error_text(error, ALEMBICORE_ERROR_MESSAGE), "directory");
    CHECK_CONTAINS(alembicore_error_text(error, ALEMBICORE_ERROR_REMEDY), "database_url");
    alembicore_error_free(error);
    CHECK(alembicore_project_open(folder, "[]", &project, NULL) == ALEMBICORE_BAD_USAGE);
    CHECK(alembicore_project_open(folder, NULL, NULL, NULL) == ALEMBICORE_BAD_USAGE);
    CHECK(alembicore_heads(NULL, &json, &error) == ALEMBICORE_BAD_USAGE);
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_MESSAGE), "project is NULL");
    alembicore_error_free(error);

    CHECK_TEXT(alembicore_error_text(NULL, ALEMBICORE_ERROR_CODE), "");
    CHECK_TEXT(alembicore_error_describe(NULL), "");
    CHECK(alembicore_error_number(NULL, ALEMBICORE_ERROR_LINE) == 0);
    alembicore_error_free(NULL);
    alembicore_string_free(NULL);
    alembicore_project_free(NULL);
    alembicore_database_free(NULL);
    alembicore_plan_free(NULL);
    alembicore_cluster_free(NULL);
    alembicore_stop_request(NULL);
    alembicore_stop_free(NULL);
}

static void history(alembicore_project const* project) {
    alembicore_error* error = NULL;
    char* json = NULL;

    CHECK_OK(alembicore_project_diagnostics(project, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"severity\":\"info\"");
    CHECK_OK(alembicore_history(project, "a1:c3", NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"message\":\"accounts have names\"");
    CHECK_OK(alembicore_heads(project, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"id\":\"e5\"");
    CHECK_OK(alembicore_branches(project, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"children\":[\"d4\",\"e5\"]");
    CHECK_OK(alembicore_show(project, "slow", NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"branch_labels\":[\"slow\"]");
    CHECK(alembicore_show(project, "nowhere", NULL, &json, &error) == ALEMBICORE_FAILED);
    CHECK(json == NULL);
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_CODE), "unknown_revision");
    alembicore_error_free(error);
    CHECK(alembicore_history(project, "current:", NULL, &json, &error) == ALEMBICORE_FAILED);
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_CODE), "no_database");
    alembicore_error_free(error);
}

static void evaluation(alembicore_project const* project, char const* folder) {
    alembicore_error* error = NULL;
    char* json = NULL;
    char file[4096];

    CHECK_OK(alembicore_inspect(project, "a1", &json, &error), &error);
    CHECK_DOCUMENT(json, "\"op\":\"create_table\"");
    snprintf(file, sizeof file, "%s/migrations/versions/b2.py", folder);
    CHECK_OK(alembicore_inspect_file(project, file, &json, &error), &error);
    CHECK_DOCUMENT(json, "ALTER TABLE accounts ADD COLUMN name TEXT");
    CHECK_OK(alembicore_render(project, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"up_error\":null");
    CHECK_OK(alembicore_models(project, "{\"names\": [\"Account\"]}", NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"type\":\"VARCHAR(80)\"");
    CHECK_OK(alembicore_lint_rules(&json, &error), &error);
    CHECK_DOCUMENT(json, "\"id\":\"L01\"");
    CHECK_OK(alembicore_lint_revisions(project, head_of_trunk, 1, NULL, NULL, NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"rule\":\"L01\"");
    CHECK_OK(
        alembicore_lint_revisions(project, head_of_trunk, 1, NULL, "{\"without\": [\"L\"]}", NULL, &json, &error),
        &error
    );
    CHECK(json != NULL && strstr(json, "\"rule\":\"L01\"") == NULL);
    alembicore_string_free(json);
    CHECK_OK(alembicore_lint_sql("DROP TABLE accounts", "a.sql", NULL, NULL, NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"findings\":[{");
}

static void plans(alembicore_project const* project) {
    alembicore_error* error = NULL;
    alembicore_plan* plan = NULL;
    char* text = NULL;

    CHECK_OK(alembicore_plan_from(project, ALEMBICORE_UPGRADE, head_of_trunk, 1, "a1", &plan, &error), &error);
    CHECK(alembicore_plan_step_count(plan) == 2);
    CHECK_OK(alembicore_plan_json(plan, &text, &error), &error);
    CHECK_DOCUMENT(text, "\"heads_after\":[\"c3\"]");
    CHECK_OK(alembicore_plan_script(project, plan, "{\"engine\": \"native\"}", NULL, &text, &error), &error);
    CHECK_DOCUMENT(text, "CREATE INDEX ix_accounts_name ON accounts (name);");
    CHECK_OK(alembicore_lint_plan(project, plan, NULL, NULL, NULL, &text, &error), &error);
    CHECK_DOCUMENT(text, "\"revision\":\"c3\"");
    alembicore_plan_free(plan);
    CHECK(alembicore_plan_from(project, ALEMBICORE_UPGRADE, NULL, 0, "a1", &plan, &error) == ALEMBICORE_BAD_USAGE);
    CHECK(plan == NULL);
    alembicore_error_free(error);
}

struct seen_events {
    unsigned count;
    unsigned statements;
    unsigned done;
};

static int count_event(char const* event, void* user_data) {
    struct seen_events* const seen = user_data;
    ++seen->count;
    seen->statements += strstr(event, "\"event\":\"statement_started\"") != NULL;
    seen->done += strstr(event, "\"event\":\"run_done\"") != NULL;
    return 0;
}

static void migrations(alembicore_project const* project, alembicore_database* database) {
    alembicore_error* error = NULL;
    alembicore_plan* plan = NULL;
    char* json = NULL;
    struct seen_events seen = {0, 0, 0};
    const alembicore_control control = {NULL, count_event, &seen};

    CHECK_OK(alembicore_upgrade(project, database, "b2", NULL, &control, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"steps_done\":2");
    CHECK(seen.statements >= 2);
    CHECK(seen.done == 1);
    CHECK_OK(alembicore_current(project, database, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"current\":[\"b2\"]");
    CHECK_OK(alembicore_plan_for(project, database, ALEMBICORE_UPGRADE, head_of_trunk, 1, &plan, &error), &error);
    CHECK_OK(alembicore_rehearse(project, database, plan, NULL, NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"verdict\":\"returns\"");
    CHECK_OK(alembicore_plan_run(project, database, plan, "{\"lock_timeout\": \"5s\"}", NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"steps_done\":1");
    CHECK(alembicore_plan_run(project, database, plan, NULL, NULL, &json, &error) == ALEMBICORE_FAILED);
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_CODE), "version_mismatch");
    alembicore_error_free(error);
    alembicore_plan_free(plan);
    CHECK_OK(alembicore_downgrade(project, database, "-1", "{\"backup\": \"none\"}", NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"direction\":\"downgrade\"");
    CHECK_OK(alembicore_stamp(project, database, head_of_trunk, 1, "{\"purge\": true}", NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"heads_after\":[\"c3\"]");
    CHECK_OK(alembicore_drift(project, database, NULL, NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "index public.accounts.ix_accounts_name");
    CHECK_OK(alembicore_models_against(project, database, NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "index public.accounts.ix_accounts_name");
}

static void looking(alembicore_project const* project, alembicore_database* database, alembicore_database* other) {
    alembicore_error* error = NULL;
    char* json = NULL;

    CHECK_OK(alembicore_schema(database, "{\"names\": [\"acc%\"]}", NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"fingerprint\":");
    CHECK_OK(alembicore_schema_sql(database, NULL, NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "CREATE TABLE public.accounts");
    CHECK_OK(alembicore_schema_difference(other, database, NULL, NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"part\":\"column public.accounts.email\"");
    CHECK_OK(alembicore_journal_list(database, 10, 0, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"outcome\":\"done\"");
    CHECK(alembicore_journal_show(database, 999999, &json, &error) == ALEMBICORE_BAD_USAGE);
    alembicore_error_free(error);
    CHECK_OK(alembicore_journal_verify(project, database, NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"broken\":[]");
    CHECK_OK(alembicore_lock_holder(database, &json, &error), &error);
    CHECK_DOCUMENT(json, "{\"holder\":null}");
}

static void backups(alembicore_project const* project, alembicore_database* database, char const* folder) {
    alembicore_error* error = NULL;
    char* json = NULL;
    char options[4096];
    struct seen_events seen = {0, 0, 0};
    const alembicore_control control = {NULL, count_event, &seen};

    snprintf(options, sizeof options, "{\"directory\": \"%s/backups\"}", folder);
    CHECK_OK(alembicore_backup_create(project, database, options, &control, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"policy\":\"full\"");
    CHECK(seen.count > 0);
    CHECK_OK(alembicore_backup_list(NULL, options, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"revisions\":[\"c3\"]");
    CHECK_OK(alembicore_backup_verify(project, "latest", NULL, options, NULL, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"problems\":[]");
    CHECK(alembicore_backup_verify(NULL, "1999", NULL, options, NULL, &json, &error) == ALEMBICORE_FAILED);
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_CODE), "unknown_backup");
    alembicore_error_free(error);
}

static void failing_run(alembicore_project const* project, alembicore_database* database) {
    alembicore_error* error = NULL;
    char* json = NULL;

    CHECK(alembicore_upgrade(project, database, "refused@head", NULL, NULL, &json, &error) == ALEMBICORE_FAILED);
    CHECK(json == NULL);
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_CODE), "statement_failed");
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_REVISION), "d4");
    CHECK_CONTAINS(alembicore_error_text(error, ALEMBICORE_ERROR_STATEMENT), "INSERT INTO accounts");
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_SERVER_SQLSTATE), "23502");
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_SERVER_TABLE), "accounts");
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_SERVER_COLUMN), "email");
    CHECK_CONTAINS(alembicore_error_text(error, ALEMBICORE_ERROR_FILE), "d4.py");
    CHECK(alembicore_error_number(error, ALEMBICORE_ERROR_LINE) == 12);
    CHECK(alembicore_error_number(error, ALEMBICORE_ERROR_COLUMN) == 5);
    CHECK(strlen(alembicore_error_text(error, ALEMBICORE_ERROR_DATABASE_STATE)) > 0);
    alembicore_error_free(error);
}

static int refuse_first_step(char const* event, void* user_data) {
    (void)user_data;
    return strstr(event, "\"event\":\"step_started\"") != NULL;
}

struct waiting {
    alembicore_stop* stop;
    pthread_t thread;
    int started;
};

static void* request_after_a_moment(void* stop) {
    const struct timespec moment = {0, 200 * 1000 * 1000};
    nanosleep(&moment, NULL);
    alembicore_stop_request(stop);
    return NULL;
}

static int request_soon(char const* event, void* user_data) {
    struct waiting* const waiting = user_data;
    if (strstr(event, "pg_sleep") != NULL && strstr(event, "\"event\":\"statement_started\"") != NULL)
        waiting->started = pthread_create(&waiting->thread, NULL, request_after_a_moment, waiting->stop) == 0;
    return 0;
}

static void stopping(alembicore_project const* project, alembicore_database* database) {
    alembicore_error* error = NULL;
    char* json = NULL;
    struct waiting waiting = {alembicore_stop_new(), 0, 0};
    const alembicore_control refusing = {NULL, refuse_first_step, NULL};
    const alembicore_control stopped = {waiting.stop, request_soon, &waiting};

    CHECK(alembicore_upgrade(project, database, "slow@head", NULL, &refusing, &json, &error) == ALEMBICORE_CANCELLED);
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_CODE), "cancelled");
    alembicore_error_free(error);
    CHECK(alembicore_upgrade(project, database, "slow@head", NULL, &stopped, &json, &error) == ALEMBICORE_CANCELLED);
    CHECK_TEXT(alembicore_error_text(error, ALEMBICORE_ERROR_CODE), "cancelled");
    alembicore_error_free(error);
    CHECK(waiting.started);
    if (waiting.started)
        pthread_join(waiting.thread, NULL);
    alembicore_stop_free(waiting.stop);
    CHECK_OK(alembicore_database_cancel(database, &error), &error);
    CHECK_OK(alembicore_current(project, database, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"current\":[\"c3\"]");
}

static void with_database(char const* project_folder, char const* url, char const* other_url, char const* folder) {
    alembicore_project* project = NULL;
    alembicore_database* database = NULL;
    alembicore_database* other = NULL;
    alembicore_error* error = NULL;
    char* version = NULL;
    char options[8192];

    snprintf(options, sizeof options, "{\"database_url\": \"%s\", \"environment\": {}}", url);
    CHECK_OK(alembicore_project_open(project_folder, options, &project, &error), &error);
    CHECK_OK(alembicore_project_connect(project, 10, &database, &error), &error);
    CHECK_OK(alembicore_database_connect(other_url, 10, &other, &error), &error);
    if (project != NULL && database != NULL && other != NULL) {
        CHECK_CONTAINS(alembicore_database_url(database), "postgresql://");
        CHECK_OK(alembicore_database_server_version(database, &version, &error), &error);
        CHECK(version != NULL && atoi(version) >= 12);
        alembicore_string_free(version);
        migrations(project, database);
        looking(project, database, other);
        backups(project, database, folder);
        failing_run(project, database);
        stopping(project, database);
    }
    alembicore_project_free(project);
    alembicore_database_free(other);
    alembicore_database_free(database);
}

static void on_server(char const* project_folder, char const* folder) {
    alembicore_cluster* cluster = NULL;
    alembicore_error* error = NULL;
    char* json = NULL;
    char* url = NULL;
    char* other = NULL;
    char cluster_folder[4096];

    snprintf(cluster_folder, sizeof cluster_folder, "%s/cluster", folder);
    CHECK_OK(alembicore_cluster_open(cluster_folder, &cluster, &error), &error);
    CHECK_OK(alembicore_cluster_status(cluster, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"exists\":false");
    CHECK_OK(alembicore_cluster_start(cluster, &json, &error), &error);
    CHECK_DOCUMENT(json, "\"running\":true");
    CHECK_OK(alembicore_cluster_create_database(cluster, "shop", &url, &error), &error);
    CHECK_OK(alembicore_cluster_create_database(cluster, "empty", &other, &error), &error);
    if (url != NULL && other != NULL)
        with_database(project_folder, url, other, folder);
    alembicore_string_free(url);
    alembicore_string_free(other);
    CHECK_OK(alembicore_cluster_stop(cluster, &error), &error);
    CHECK_OK(alembicore_cluster_destroy(cluster, &error), &error);
    alembicore_cluster_free(cluster);
}

int main(int argc, char** argv) {
    char folder[] = "/tmp/alembicore-c-XXXXXX";
    alembicore_project* project = NULL;
    alembicore_error* error = NULL;
    char command[sizeof folder + 16];

    if (argc != 2 || mkdtemp(folder) == NULL || chmod(folder, 0755) != 0)
        return 2;
    CHECK_TEXT(alembicore_version(), ALEMBICORE_EXPECTED_VERSION);
    wrong_use(argv[1]);
    CHECK_OK(alembicore_project_open(argv[1], "{\"environment\": {}}", &project, &error), &error);
    if (project != NULL) {
        history(project);
        evaluation(project, argv[1]);
        plans(project);
    }
    alembicore_project_free(project);
    on_server(argv[1], folder);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0)
        fprintf(stderr, "%s was left behind\n", folder);
    if (failed_checks == 0)
        puts("all checks passed");
    return failed_checks == 0 ? 0 : 1;
}
