"""The tables of the tiny country of three townships that tests and the torture bench build their projects from."""

from __future__ import annotations

import shapely

CEE = shapely.Polygon([(95, 21), (96, 21), (97, 21), (97, 22), (95, 22)])

TINY_UNITS = """\
pcode,level,name,name_my,kind,adm1_pcode,adm2_pcode,seat_id,lon,lat,radius_km,area_km2,source
XXR,0,Tinyland,တိုင်နီ,country,,,,96,21,160,46000,by hand
XXR001,1,South,တောင်,state,,,,96,20.5,130,23000,by hand
XXR001001,3,Ay,အေ,township,XXR001,XXR001D001,XXR001001701,95.5,20.5,80,11500,by hand
XXR001002,3,Bee,ဘီ,township,XXR001,XXR001D001,,96.5,20.5,80,11500,by hand
XXR001D001,2,South District,တောင်ခရိုင်,district,XXR001,,,96,20.5,130,23000,by hand
XXR002,1,North,မြောက်,state,,,,96,21.5,130,23000,by hand
XXR002001,3,Cee,စီ,township,XXR002,XXR002D001,,96,21.5,130,23000,by hand
XXR002D001,2,North District,မြောက်ခရိုင်,district,XXR002,,,96,21.5,130,23000,by hand
"""

TINY_PLACES = """\
place_id,name,name_my,feature_code,lon,lat,adm1_pcode,adm2_pcode,adm3_pcode,adm4_pcode,source
XXR001001701,Ay,အေ,PPLA3,95.5,20.5,XXR001,XXR001D001,XXR001001,,by hand
900001,Far Off,,PPL,96.2,20.5,XXR001,XXR001D001,XXR001001,,by hand
900002,Nowhere Known,,PPL,,,XXR001,XXR001D001,XXR001002,,by hand
"""

TINY_ALIASES = """\
alias,place_id,kind,source,start,end
Old Ay,XXR001001701,former,by hand,,1989-06-18
"""
