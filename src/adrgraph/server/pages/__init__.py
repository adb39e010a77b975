"""What people see in a browser; the templates stand in the folder beside."""

from adrgraph.server.pages.plain import Shown, alternates, asking, problem, resource, sitemap
from adrgraph.server.pages.rendering import POLICY, rendered

__all__ = ["POLICY", "Shown", "alternates", "asking", "problem", "rendered", "resource", "sitemap"]
