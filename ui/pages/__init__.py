"""The pages by screen name; each is imported when it is first shown."""

from importlib import import_module

from ui.context import Context
from ui.pages.page import Page

_PAGES = {
    "start": "start:StartPage",
    "phrases": "phrases:PhrasesPage",
    "practice": "practice:PracticePage",
    "contact": "contact:ContactPage",
    "checking": "checking:CheckingPage",
    "result": "result:ResultPage",
    "step.wait": "wait:WaitPage",
    "step.connection": "connection:ConnectionPage",
    "step.settings": "settings:SettingsPage",
    "step.rate": "rate:RatePage",
    "step.blocklists": "blocklists:BlocklistsPage",
    "step.updates": "updates:UpdatesPage",
    "step.provider": "provider:ProviderPage",
    "step.queue": "queue:QueuePage",
    "save": "save:SavePage",
    "support": "support:SupportPage",
    "finish": "finish:FinishPage",
    "network_comparison": "other_network:OtherNetworkPage",
    "watch": "watching:WatchingPage",
    "domain": "prevention:PreventionPage",
    "attachments": "attachments:AttachmentsPage",
    "crash": "crash:CrashPage",
}


def page_for(name: str, context: Context) -> Page:
    """Make the page of a screen."""
    module, _, class_name = _PAGES[name].partition(":")
    page: Page = getattr(import_module(f"ui.pages.{module}"), class_name)(context)
    return page
