"""What people see in a browser; the templates stand in the folder beside."""

from adrgraph.server.pages.plain import Shown, alternates, problem, resource, sitemap
from adrgraph.server.pages.rendering import POLICY, rendered

__all__ = ["POLICY", "Shown", "alternates", "problem", "rendered", "resource", "sitemap"]
