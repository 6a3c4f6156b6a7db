"""Districts that were parts of others before they were made, and pairs between which townships are told either way.
Facts only. A district stated in a report of 2024 is often the one of 1990's maps, which UCDP and others go on with.

From UCDP's district of each of its points of 1989 to 2023 in Myanmar beside the district that MIMU's codes 9.4 give the
township (counted where they differ), and from the townships named with the districts made in 1990 to 2015.
"""

from __future__ import annotations

from collections.abc import Mapping

#: A district's P-code -> those of the districts that were in it.
FORMER: Mapping[str, tuple[str, ...]] = {
    "MMR001D001": ("MMR001D002",),  # Myitkyina: Mohnyin
    "MMR003D001": ("MMR003D002", "MMR003D003", "MMR003D004"),  # Hpa-An: Myawaddy, Kawkareik, Hpapun
    "MMR003D003": ("MMR003D001", "MMR003D002"),  # Kawkareik: Hlaingbwe Township of Hpa-An, Myawaddy
    "MMR004D001": ("MMR004D003",),  # Falam: Hakha
    "MMR004D002": ("MMR004D004",),  # Mindat: Matupi
    "MMR005D002": ("MMR005D010",),  # Shwebo: Kanbalu
    "MMR005D003": ("MMR005D009",),  # Monywa: Yinmarbin
    "MMR005D004": ("MMR005D011",),  # Katha: Kawlin
    "MMR005D008": ("MMR005S001",),  # Hkamti: Naga
    "MMR006D002": ("MMR006D003",),  # Myeik: Kawthoung
    "MMR009D004": ("MMR009D005",),  # Pakokku: Gangaw
    "MMR010D004": ("MMR010D005",),  # Myingyan: Nyaung-U
    "MMR010D006": ("MMR018D001", "MMR018D002"),  # Yamethin: Nay Pyi Taw
    "MMR012D001": ("MMR012D002", "MMR012D005"),  # Sittwe: Maungdaw, Mrauk-U
    "MMR014D001": ("MMR014S001", "MMR014S002"),  # Taunggyi: Danu, Pa-O
    "MMR014D002": ("MMR014D003",),  # Loilen: Langkho
    "MMR015D001": ("MMR015D006", "MMR015S002"),  # Lashio: Hopang, Kokang
    "MMR015D003": ("MMR015S001", "MMR015D008"),  # Kyaukme: Pa Laung, Mongmit
    "MMR016D001": ("MMR015D007", "MMR016D002", "MMR016D003"),  # Kengtung: Matman, Monghsat, Tachileik
    "MMR017D003": ("MMR017D004",),  # Myaungmya: Labutta
}  # fmt: skip
