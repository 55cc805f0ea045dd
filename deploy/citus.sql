-- Spread the tables over the machines of a Citus cluster, by campaign:
--   psql --single-transaction --file deploy/citus.sql portes
-- Once, in the database that the app made and that is still empty of campaigns. Every key begins
-- with the campaign and every table refers to rows of its own campaign only, so that a campaign
-- lies on one machine, with all that belongs to it.

-- The triggers that keep the audit from being changed run where the row is.
SET citus.enable_unsafe_triggers TO on;

SELECT create_distributed_table('campaigns', 'campaign');
SELECT create_distributed_table('attempts', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('audit', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('audit_heads', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('erasures', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('imports', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('open_questionnaires', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('publications', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('purges', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('quartiers', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('questionnaires', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('revisions', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('secrets', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('themes', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('volunteers', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('accounts', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('contacts', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('factors', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('outings', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('responses', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('sections', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('visits', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('addresses', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('codings', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('invitations', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('pairs', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('readings', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('sign_ins', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('sign_ups', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('claims', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('pair_members', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('sheets', 'campaign', colocate_with => 'campaigns');
SELECT create_distributed_table('sheet_lines', 'campaign', colocate_with => 'campaigns');
