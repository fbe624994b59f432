"""The school stage that an institution's name says.

In: a name. Out: one of the stages of :data:`STAGES`, or None where the name does not say.
"""

from __future__ import annotations

import re

# What the end of a school's name says of its stage; the first that fits counts, so the wider come last. A name
# that ends in none of these (学校, 中心学校, 实验学校, 党校, 管理学校) does not say: the stage is missing. 中学 is a
# secondary school that says neither 初级 nor 高级.
STAGES = {
    "特殊教育": "特殊教育学校|特殊学校|聋哑学校",
    "教研与培训": "教研室|教学研究室|教师进修学校|教师培训中心",
    "中等职业": "中等专业学校|职业教育中心|职业高级中学|职业高中|师范学校|体育运动学校|技工学校",
    "幼儿园": "幼儿园",
    "小学": "小学|小学部",
    "初中": "初级中学|初中|初中部",
    "九年一贯": "九年一贯制学校",
    "高中": "高级中学|高中|高中部",
    "中学": "中学",
    "高等教育": "学院|大学",
}
# A campus or teaching point has the stage of the school it belongs to.
STAGE_ENDINGS = {
    stage: re.compile(f"(?:{endings})(?:.*(?:校区|教学点))?$") for stage, endings in STAGES.items()
}


def find_stage(institution: str | None) -> str | None:
    """Return the school stage that an institution's name says, or None.

    Examples
    --------
    >>> find_stage("许昌市建安区第三高级中学初中部")
    '初中'
    """
    if institution is None:
        return None
    return next((stage for stage, ending in STAGE_ENDINGS.items() if ending.search(institution)), None)
