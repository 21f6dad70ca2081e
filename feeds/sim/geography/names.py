"""Invented names of villages and of what is called after them, Chinese and Pinyin. No street, no person."""

import re

import numpy as np

FIRST = re.findall(
    r"\S+",
    "南Nan 北Bei 石Shi 竹Zhu 龙Long 大Da 新Xin 横Heng 岭Ling 上Shang 下Xia 长Chang 沙Sha 荔Li "
    "榕Rong 莲Lian 松Song 柏Bai 梅Mei 水Shui 东Dong 西Xi 田Tian 桂Gui 芦Lu 白Bai 黄Huang 金Jin "
    "银Yin 高Gao 平Ping 中Zhong 良Liang 福Fu 乐Le 安An 凤Feng 鹤He 云Yun 海Hai 江Jiang 三San "
    "六Liu 古Gu 连Lian 双Shuang 青Qing 麦Mai",
)
LAST = re.findall(
    r"\S+",
    "坑keng 塘tang 桥qiao 园yuan 井jing 围wei 岗gang 垌dong 朗lang 湾wan 墩dun 边bian 洲zhou 里li "
    "头tou 涌chong 冲chong 屋wu 坪ping 楼lou 社she 步bu 口kou 尾wei 窑yao 庙miao 潭tan 坡po 背bei "
    "林lin 溪xi 基ji 沥li 埠bu 台tai 坊fang",
)
SERIES = "甲乙丙丁戊己庚辛壬癸"
SUFFIXES = ("街道", "镇")

Name = tuple[str, str]
"""In Chinese and in English."""


def village_names(dice: np.random.Generator, count: int) -> list[Name]:
    """Two-character names, each used once. Raises ValueError for more than there are."""
    every = [(a[0] + b[0], a[1:] + b[1:]) for a in FIRST for b in LAST]
    if count > len(every):
        raise ValueError(f"{count} villages, but only {len(every)} names")
    return [every[place] for place in dice.permutation(len(every))[:count].tolist()]


def short(name: Name) -> Name:
    """A town's name without what it is: 会城街道 -> 会城."""
    for suffix in SUFFIXES:
        if name[0].endswith(suffix) and len(name[0]) > len(suffix) + 1:
            return name[0].removesuffix(suffix), name[1]
    return name


def titles(names: list[Name]) -> list[Name]:
    """Short names of towns; two of one name keep what tells them apart (白沙街道, 白沙镇)."""
    cut = [short(name) for name in names]
    return [
        name if [other[0] for other in cut].count(brief[0]) > 1 else brief
        for name, brief in zip(names, cut, strict=True)
    ]


def in_series(name: Name, place: int, count: int) -> Name:
    """The place-th (from 0) of several of one name: 甲, 乙 … and 1, 2 …; one alone has no number."""
    if count == 1:
        return name
    sign = SERIES[place % len(SERIES)] + (str(place // len(SERIES) + 1) if place >= len(SERIES) else "")
    return name[0] + sign, f"{name[1]} {place + 1}"
