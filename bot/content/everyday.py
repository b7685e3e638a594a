"""Everyday words that stand around the names of medicines when people type them."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FORMS = _words(
    """
    tablet tablets tab tabs capsule capsules cap caps caplet caplets pill pills inhaler inhalers puffer puffers
    puff puffs pump spray sprays drop drops patch patches gel cream ointment liquid syrup solution suspension
    injection injections jab jabs infusion drip powder sachet sachets lozenge lozenges suppository nasal nose
    eye eyes oral chewable dispersible soluble coated nebuliser nebulizer strength dose doses mg mcg ug g gram
    grams ml iu unit units microgram micrograms milligram milligrams percent bd od tds qds prn xl mr sr er xr la
    cr cd dr ec hfa odt retard slow modified sustained extended prolonged release brand generic
    """
)
"""Forms, strengths and suffixes: they say how a medicine is given, not which it is."""

JOINING = _words("and or plus with also then but as well et")
"""Words between one name and the next."""

ORDINARY = _words(
    """
    base beer charlie coke crack crystal drone filler fillers ice liquor mandy meow molly monster monsters pills
    pill snow speed spice spirits tina balloons wine whizz steroid steroids coffee tea thyroid nervepain
    """
)
"""Names that are ordinary words too: they count only where nothing else is said, and nothing is guessed to be them."""

EVERYDAY = _words(
    """
    a able about acid across after again ago all allergies allergy almost alone along already always am an
    another anxiety any anything april are around arthritis as asthma at august away baby back bad be because
    bed bedtime been before began begin being best better birth bit bitter blocked blood blue bone both bottle
    bottles bought box boyfriend breakfast brother brown but by called came can cannot cans cant care change
    changed changing check chemist child cholesterol cigarette cigarettes clinic cold copd cos cough could
    couple course cup cups currently dad daily dark daughter day days dear december decrease decreased dental
    dentist depression diabetes did didnt diet different dinner do doc doctor doctors does doesnt doing done
    dont double doubled down drink drinking drinks drug drugs due dunno during each early eczema eight either
    else ending epilepsy even evening ever every everyday everything exactly extra face father february feel
    feeling fever few fifteen find fine finish finished finishing first five flu food for forgot four friday
    from full gave get getting girlfriend given glass go going gone good got gp green gym had half happened has
    have havent having hay he headache headaches health heart heartburn hello help her here hey hi high higher
    highest him his home hospital hour hours how hurt husband i id idea idk if ill im in increase increased
    infection instead into is isnt it itchy its ive january job july june just keep kidney kind know last lately
    later lazy least left less life like line lip lips little live liver local long loose lose loser losing loss
    lost lot lots low lower lowest lunch made mainly make many march maximum may maybe me meal mean med
    medication medications medicine medicines meds mental migraine migraines mild mine minimum minus miss missed
    monday month months mood more morning mornings most mostly mother mouth much mum muscle muscles must my
    myself name names nausea nearly need needed nerve nerves never new next nhs night nights nine no none normal
    not nothing november now nurse occasionally october of off often ok okay on once one only ordinary other
    others our out over overactive own pain pains panic partner past per period periods pharmacist pharmacy
    plain please plus prescribed prescription prescriptions pressure probably problem problems product products
    purple quite rarely really recently reduce reduced reducing reflux regular regularly remedy remember
    remembered repeat routine said same saturday see september several shall she shop sick sickness since sister
    six skin sleep sleeping slimming small smoke smoking so some someone something sometimes son soon sore sorry
    sort start started starting still stomach stop stopped stopping stress strong stuff such suffer suffering
    sunday supplement supplements sure switched take taken takes taking ten than thank thanks that thats the
    their them there these they thing things think this those though thought three thursday thyroid till time
    times to today together told tomorrow tonight too took top travel treatment tried trouble try tuesday twice
    twitch twitches twitching twitchy two type under underactive unsure until up upped us use used uses using
    usual usually very want was wasnt water way we wednesday week weekend weekends weeks weight went were what
    when where which while who why wife will within without wont work workout worse would year years yes
    yesterday yet you your zero
    """
)
"""Words of a sentence around a name: none of them is an unknown medicine."""
