"""Delegated signing; deputies who sign today keep signing for their head."""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op


revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KINDS = ['QĐ', 'GK', 'TTr', 'CV', 'SAO']


def upgrade() -> None:
    op.create_table('delegations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(length=32), nullable=False),
    sa.Column('giver_id', sa.Integer(), nullable=True),
    sa.Column('holder_id', sa.Integer(), nullable=False),
    sa.Column('post', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('basis_number', sa.String(), nullable=False),
    sa.Column('basis_date', sa.Date(), nullable=True),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(), nullable=False),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['ended_by_id'], ['users.id'], name=op.f('fk_delegations_ended_by_id_users')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['users.id'], name=op.f('fk_delegations_entered_by_id_users')),
    sa.ForeignKeyConstraint(['giver_id'], ['users.id'], name=op.f('fk_delegations_giver_id_users')),
    sa.ForeignKeyConstraint(['holder_id'], ['users.id'], name=op.f('fk_delegations_holder_id_users')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_delegations_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegations')),
    sa.UniqueConstraint('public_id', name=op.f('uq_delegations_public_id'))
    )
    with op.batch_alter_table('delegations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delegations_holder_id'), ['holder_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_delegations_organisation_id_holder_id'), ['organisation_id', 'holder_id'], unique=False)

    with op.batch_alter_table('paper_signers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('delegation_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_paper_signers_delegation_id_delegations'), 'delegations', ['delegation_id'], ['id'])

    keep_deputies()


def keep_deputies() -> None:
    """Give every deputy with the signer's role, from today on in rows, what the post gave until now."""
    bind = op.get_bind()
    grants = bind.execute(sa.text(
        "SELECT g.user_id, g.organisation_id, g.valid_from, g.valid_to, u.title, o.head_post "
        "FROM role_grants g JOIN users u ON u.id = g.user_id "
        "JOIN organisations o ON o.id = g.organisation_id WHERE g.role = 'head' ORDER BY g.id"
    ).columns(valid_from=sa.Date(), valid_to=sa.Date())).all()
    delegations = sa.table(
        'delegations', *(sa.column(name) for name in (
            'organisation_id', 'giver_id', 'holder_id', 'way', 'post', 'body', 'basis_number',
            'end_reason', 'public_id')),
        sa.column('kinds', sa.JSON()), sa.column('valid_from', sa.Date()),
        sa.column('valid_to', sa.Date()), sa.column('entered_at', sa.DateTime(timezone=True)),
    )
    heads = {
        grant.organisation_id: grant.user_id for grant in grants
        if not stands_in(grant.title, grant.head_post)
    }
    for grant in grants:
        if not stands_in(grant.title, grant.head_post):
            continue
        bind.execute(delegations.insert().values(
            organisation_id=grant.organisation_id, giver_id=heads.get(grant.organisation_id),
            holder_id=grant.user_id, way='KT', body='', basis_number='', end_reason='',
            post=f"Phó {grant.head_post or 'Thủ trưởng'}", kinds=KINDS,
            valid_from=grant.valid_from, valid_to=grant.valid_to,
            entered_at=datetime.now(UTC), public_id=secrets.token_urlsafe(16),
        ))


def stands_in(title: str, head_post: str) -> bool:
    """Tell whether the title made its holder sign KT. until now."""
    heads_here = f", {head_post or 'Thủ trưởng'}".casefold() in title.casefold()
    return title.casefold().startswith('phó') and not heads_here


def downgrade() -> None:
    with op.batch_alter_table('paper_signers', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_paper_signers_delegation_id_delegations'), type_='foreignkey')
        batch_op.drop_column('delegation_id')

    op.drop_table('delegations')
