-- What Quartz's JDBC job store needs, in SQLite's types: booleans are 0 or 1, instants whole numbers of milliseconds,
-- what is serialized a blob.
create table qrtz_job_details (
    sched_name        text    not null,
    job_name          text    not null,
    job_group         text    not null,
    description       text,
    job_class_name    text    not null,
    is_durable        integer not null check (is_durable in (0, 1)),
    is_nonconcurrent  integer not null check (is_nonconcurrent in (0, 1)),
    is_update_data    integer not null check (is_update_data in (0, 1)),
    requests_recovery integer not null check (requests_recovery in (0, 1)),
    job_data          blob,
    primary key (sched_name, job_name, job_group)
) strict, without rowid;

create table qrtz_triggers (
    sched_name     text    not null,
    trigger_name   text    not null,
    trigger_group  text    not null,
    job_name       text    not null,
    job_group      text    not null,
    description    text,
    next_fire_time integer,
    prev_fire_time integer,
    priority       integer,
    trigger_state  text    not null,
    trigger_type   text    not null,
    start_time     integer not null,
    end_time       integer,
    calendar_name  text,
    misfire_instr  integer,
    job_data       blob,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, job_name, job_group) references qrtz_job_details
) strict, without rowid;

create index qrtz_triggers_job on qrtz_triggers (sched_name, job_name, job_group);
create index qrtz_triggers_due on qrtz_triggers (sched_name, trigger_state, next_fire_time);

create table qrtz_simple_triggers (
    sched_name      text    not null,
    trigger_name    text    not null,
    trigger_group   text    not null,
    repeat_count    integer not null,
    repeat_interval integer not null,
    times_triggered integer not null,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references qrtz_triggers
) strict, without rowid;

create table qrtz_cron_triggers (
    sched_name      text not null,
    trigger_name    text not null,
    trigger_group   text not null,
    cron_expression text not null,
    time_zone_id    text,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references qrtz_triggers
) strict, without rowid;

create table qrtz_simprop_triggers (
    sched_name    text not null,
    trigger_name  text not null,
    trigger_group text not null,
    str_prop_1    text,
    str_prop_2    text,
    str_prop_3    text,
    int_prop_1    integer,
    int_prop_2    integer,
    long_prop_1   integer,
    long_prop_2   integer,
    dec_prop_1    text,
    dec_prop_2    text,
    bool_prop_1   integer,
    bool_prop_2   integer,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references qrtz_triggers
) strict, without rowid;

create table qrtz_blob_triggers (
    sched_name    text not null,
    trigger_name  text not null,
    trigger_group text not null,
    blob_data     blob,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references qrtz_triggers
) strict, without rowid;

create table qrtz_calendars (
    sched_name    text not null,
    calendar_name text not null,
    calendar      blob not null,
    primary key (sched_name, calendar_name)
) strict, without rowid;

create table qrtz_paused_trigger_grps (
    sched_name    text not null,
    trigger_group text not null,
    primary key (sched_name, trigger_group)
) strict, without rowid;

create table qrtz_fired_triggers (
    sched_name        text    not null,
    entry_id          text    not null,
    trigger_name      text    not null,
    trigger_group     text    not null,
    instance_name     text    not null,
    fired_time        integer not null,
    sched_time        integer not null,
    priority          integer not null,
    state             text    not null,
    job_name          text,
    job_group         text,
    is_nonconcurrent  integer,
    requests_recovery integer,
    primary key (sched_name, entry_id)
) strict, without rowid;

create index qrtz_fired_triggers_trigger on qrtz_fired_triggers (sched_name, trigger_name, trigger_group);
create index qrtz_fired_triggers_instance on qrtz_fired_triggers (sched_name, instance_name);

create table qrtz_scheduler_state (
    sched_name        text    not null,
    instance_name     text    not null,
    last_checkin_time integer not null,
    checkin_interval  integer not null,
    primary key (sched_name, instance_name)
) strict, without rowid;

create table qrtz_locks (
    sched_name text not null,
    lock_name  text not null,
    primary key (sched_name, lock_name)
) strict, without rowid;
