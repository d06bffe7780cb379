-- Grants that outlive their session for what is still to be delivered: found again, so that none is kept for nothing.

CREATE INDEX grants_kept ON grants (launch_id) WHERE kept_for_delivery;
