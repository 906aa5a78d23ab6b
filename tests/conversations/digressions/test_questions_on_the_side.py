"""A question on the side is answered, and the walk is where it was."""

import pytest

SEED_TOPICS = {
    "vad betyder ssp": "faq_ssp_model",
    "vad är skillnaden mellan ssp och sspf?": "faq_ssp_model",
    "måste jag skriva på ett samtycke": "faq_ssp_consent",
    "vilka ungdomar är ssp till för": "faq_ssp_target_group",
    "vilka är nyckelaktörerna, vem gör vad": "faq_key_actors",
    "vad krävs för att samverkan ska lyckas": "faq_cooperation_success_factors",
    "vad är en samverkansöverenskommelse mellan kommun och polis": "faq_municipality_police_agreement",
    "vad menas med trygga relationer på nätet och utanför": "faq_safe_relations",
    "hur går det till när någon radikaliseras": "faq_radicalisation",
    "är det förbjudet att ha extrema åsikter": "faq_freedom_of_opinion",
    "vad är våldsbejakande extremism": "faq_violent_extremism",
}


@pytest.mark.parametrize("question", SEED_TOPICS)
def test_seed_topic_is_answered_beside_the_walk(someone, content, question):
    from bot.guidance.content import RESPONSES, read_responses

    person = someone().says("min son delar nazistpropaganda").says("nej")
    open_question = person.reply["choices"]
    person.says(question)
    wanted = read_responses(RESPONSES / "sv")[f"utter_{SEED_TOPICS[question]}"]["text"]
    assert wanted.strip() == person.messages("text")[0]["text"].strip()
    assert {c["title"] for c in open_question} <= set(person.titles)
