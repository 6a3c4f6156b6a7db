"""Provinces, districts, towns and crossings next to Myanmar, so that they are outside and never a village of it.
Facts only, by country: a wider unit, then names inside it as reports write them.

From the official lists of districts (Thailand: Department of Provincial Administration; China: county-level divisions of
Yunnan, Ministry of Civil Affairs; India: districts of Mizoram, Manipur, Nagaland and Arunachal Pradesh; Bangladesh:
upazilas of Chattogram Division; Laos: districts of Bokeo and Luang Namtha) and from the names of crossings, camps and
towns in border reporting of 2011 to 2025.
"""

from __future__ import annotations

from collections.abc import Mapping

_THAILAND = """
Tak|Tak Province: Mae Sot, Mae Ramat, Phop Phra, Phob Phra, Tha Song Yang, Umphang, Ban Tak, Sam Ngao, Wang Chao, Mae La, Mae
La camp, Nu Poe, Nupo, Noh Poe, Umpiem, Umpiem Mai, Mae Ku, Mae Pa, Tha Sai Luat, Mae Tao, Mahawan, Chong Khaep, Khane
Chue, Khanechue, Mae Konken, Mae Kon Ken, Mae La Oon, Mae Ra Ma Luang, Rim Moei, Huai Kalok, Mae Ku Tha Sung Mai
Mae Hong Son|Mae Hong Son Province|Maehongson: Mae Sariang, Sop Moei, Mae La Noi, Khun Yuam, Pai, Pang Mapha, Mae Sam Laep, Ban Mai Nai Soi, Ban Nai Soi, Mae Surin, Mae Surin camp, Tha Ta Fang, Ban Rak Thai, Mueang Mae Hong Son
Chiang Rai|Chiang Rai Province: Mae Sai, Chiang Saen, Chiang Khong, Mae Fa Luang, Mae Chan, Thoet Thai, Mae Salong, Doi Tung,
Wiang Kaen, Sop Ruak, Doi Mae Salong
Chiang Mai|Chiang Mai Province: Fang, Mae Ai, Wiang Haeng, Chiang Dao, Chai Prakan, Mae Rim, Kong Jor, Koung Jor, Arunothai,
Piang Luang, Nong Ook
Kanchanaburi|Kanchanaburi Province: Sangkhla Buri, Sangkhlaburi, Thong Pha Phum, Sai Yok, Ban Don Yang, Phu Nam Ron, Ban Phu
Nam Ron, Bong Ti, Dan Makham Tia, Ban Tham Hin
Ratchaburi|Ratchaburi Province: Suan Phueng, Tham Hin, Tham Hin camp, Ban Kha, Chom Bueng
Prachuap Khiri Khan|Prachuap Khiri Khan Province: Dan Singkhon, Singkhon, Bang Saphan, Thap Sakae, Hua Hin
Phetchaburi|Phetchaburi Province: Kaeng Krachan, Nong Ya Plong
Ranong|Ranong Province: Kra Buri, La-un, Kapoe, Suk Samran, Paknam Ranong, Mueang Ranong
Chumphon|Chumphon Province: Tha Sae
Phang Nga|Phuket|Surat Thani|Songkhla|Samut Sakhon|Mahachai|Nonthaburi|Ayutthaya|Lampang|Lamphun|Phayao|Phrae|Phitsanulok:
"""
_CHINA = """
Yunnan|Yunnan Province: Kunming, Baoshan, Pu'er, Puer, Lincang, Dali, Mojiang, Yuxi, Simao
Dehong|Dehong Prefecture|Dehong Dai and Jingpo: Ruili, Mangshi, Luxi, Yingjiang, Longchuan, Lianghe, Wanding, Wantain, Wantin, Wanting, Jiegao, Nongdao,
Zhangfeng, Longba, Nabang, Tongbiguan, Sudian, Husa, Mengmao, Mangxin, Manghai, Zhefang, Guozhang, Jiexiang, Menggao, Pingyuan
Baoshan Prefecture: Tengchong, Longling, Longyang, Shidian, Changning, Houqiao, Dianlan, Diantan, Guyong, Mingguang, Zizhi
Nujiang|Nujiang Prefecture: Lushui, Fugong, Gongshan, Pianma, Lanping, Dulongjiang, Liuku
Lincang Prefecture: Zhenkang, Gengma, Cangyuan, Yongde, Shuangjiang, Linxiang, Nansan, Nan San, Mengding, Yonghe, Mengdong, Fengwei, Junsai, Mengdui, Nanla
Pu'er Prefecture: Menglian, Ximeng, Lancang, Jiangcheng, Meng'a, Menga, Mengka, Zhutang, Banshuai
Xishuangbanna|Sipsongpanna|Xishuangbanna Prefecture: Jinghong, Menghai, Mengla, Daluo, Da Luo, Mohan, Guanlei, Dalou, Meng
Hai, Jinghan
"""
_INDIA = """
Mizoram: Aizawl, Champhai, Zokhawthar, Farkawn, Saikhumphai, Lunglei, Lawngtlai, Siaha, Saiha, Serchhip, Hnahthial, Khawzawl,
Saitual, Kolasib, Mamit, Zote, Vaphai, Khawbung, Hnahlan, Tuipuiral, Melbuk, Leisenzo, Sangau, Zochachhuah, Zorinpui, Thingsai,
Vangchhia, Vaphai village, Cheural, Bungtlang, Dungtlang, Khuangphah, Tiau, Buarpui, Lawngtlai district, Samthang, Dilkawn,
Ruantlang, Hmunhmeltha, Tuipang, Hruitezawl, Tlabung, Sailam, Chhipphir
Manipur: Imphal, Moreh, Churachandpur, Lamka, Chandel, Tengnoupal, Kamjong, Ukhrul, Kakching, Thoubal, Bishnupur, Senapati,
Tamenglong, Noney, Pherzawl, Kangpokpi, Jiribam, Behiang, Singhat, Sugnu, New Samtal, Aigejang, Phaikoh,
Gamnom, Kasom Khullen, Chassad, Yaingangpokpi, Imphal East, Imphal West, Govajang, Haolenphai, Minou, Joupi, Khengjoy
Nagaland: Kohima, Dimapur, Oting, Longwa, Tuensang, Noklak, Kiphire, Phek, Meluri, Pangsha, Pungro, Tizit,
Mokokchung, Zunheboto, Wokha, Longleng, Peren, Avakhung, Tobu, Wakching, Phokhungri, Chenmoho
Arunachal Pradesh|Arunachal: Changlang, Tirap, Longding, Anjaw, Lohit, Nampong, Pangsau, Vijoynagar, Vijaynagar, Jairampur,
Khonsa, Kibithu, Walong, Hayuliang, Deomali, Pongchau, Lazu, Kanubari, Manmao, Nampong town, Wakka, Gandhigram, Kharsang
Assam: Guwahati, Dibrugarh, Tinsukia, Silchar, Margherita, Ledo, Jorhat, Sivasagar, Lekhapani
Tripura|Meghalaya|West Bengal|Bihar|Bodh Gaya|Bodhgaya: Agartala, Shillong, Kolkata
"""
_BANGLADESH = """
Cox's Bazar|Coxs Bazar|Cox Bazar: Teknaf, Ukhiya, Ukhia, Ramu, Kutupalong, Nayapara, Balukhali, Thangkhali, Palongkhali,
Palangkhali, Whykong, Whykong Union, Hwaikong, Hnila, Nhila, Sabrang, Shah Porir Dwip, Shahpori Island, Shahparir Dwip, Saint
Martin's Island, St Martin's Island, St. Martin's, Chakaria, Maheshkhali, Kutubdia, Pekua, Unchiprang, Leda, Jadimura, Kerontali,
Jamtoli, Hakimpara, Chakmarkul, Shamlapur, Rahmater Bill, Ulubunia, Jaliapalong, Damdamia, Jimbonkhali, Inani, Lambabil,
Modhurchhara, Burma Para, Leda camp, Nayapara camp, Balukhali camp, Kutupalong camp, Shalbagan
Bandarban|Bandarban Hill District: Naikhongchhari, Naikhyangchhari, Naikhongchari, Ghumdhum, Gundum, Ghumdum, Tumbru, Tombru,
Thanchi, Ruma, Ali Kadam, Alikadam, Rowangchhari, Baishari, Baishfari, Dochari, Sonaichhari, Remakri, Tambru,
Ashartali, Chakdhala, Konar Para, Konarpara, Lemuchhari, Jamchhari, Fultoli
Chattogram|Chittagong|Chittagong Hill Tracts|Rangamati|Khagrachari|Khagrachhari: Bhasan Char, Bhashan Char, Noakhali, Dhaka,
Bilaichhari, Barkal, Jurachhari, Feni, Hatiya
"""
_LAOS = """
Bokeo|Bokeo Province: Ton Pheung, Tonpheung, Houayxay, Houei Xay, Huay Xai, Huayxai, Muang Mom, Meung, Muang Meung, Paktha,
Pha Oudom, Ban Mom, Muang Mom village
Luang Namtha|Luang Namtha Province: Muang Sing, Muang Long, Viengphoukha, Boten, Xieng Kok, Xiengkok,
Nalae, Namtha
Luang Prabang|Vientiane|Oudomxay|Phongsaly|Phongsali:
"""
_COUNTRIES: Mapping[str, str] = {"TH": _THAILAND, "CN": _CHINA, "IN": _INDIA, "BD": _BANGLADESH, "LA": _LAOS}

#: Names of the same and of Myanmar in Thai, Chinese and Bengali script; a code is a unit of Myanmar.
SCRIPTS: Mapping[str, str] = {
    "缅甸": "MMR", "掸邦": "MMR015", "克钦邦": "MMR001", "克伦邦": "MMR003", "若开邦": "MMR012", "钦邦": "MMR004", "孟邦": "MMR011",
    "克耶邦": "MMR002", "实皆": "MMR005", "曼德勒": "MMR010", "仰光": "MMR013", "内比都": "MMR018", "马圭": "MMR009", "勃固": "MMR007",
    "果敢": "MMR015S002", "老街": "MMR015022", "木姐": "MMR015009", "腊戍": "MMR015001", "勐古": "MMR015009702",
    "南坎": "MMR015010", "贵概": "MMR015011", "清水河镇": "MMR015022702", "滚弄": "MMR015003", "登尼": "MMR015002", "木邦": "MMR015002",
    "皎脉": "MMR015012", "瑙秋": "MMR015013", "昔卜": "MMR015014", "南桑": "MMR015016", "贡掌": "MMR015023",
    "东枝": "MMR014001", "大其力": "MMR016009", "景栋": "MMR016001", "密支那": "MMR001001", "八莫": "MMR001010",
    "帕敢": "MMR001009", "妙瓦底": "MMR003005", "实兑": "MMR012001", "皎漂": "MMR012011",
    "เมียนมา": "MMR", "พม่า": "MMR", "รัฐกะเหรี่ยง": "MMR003", "รัฐฉาน": "MMR014", "รัฐคะฉิ่น": "MMR001", "รัฐยะไข่": "MMR012",
    "รัฐมอญ": "MMR011", "รัฐคะยา": "MMR002", "รัฐชิน": "MMR004", "เมียวดี": "MMR003005", "ท่าขี้เหล็ก": "MMR016009", "เกาะสอง": "MMR006009",
    "พญาตองซู": "MMR003007", "ย่างกุ้ง": "MMR013", "มัณฑะเลย์": "MMR010", "เนปิดอว์": "MMR018", "ทวาย": "MMR006001", "มะริด": "MMR006005",
    "เชียงตุง": "MMR016001", "เลเก่ก่อ": "MMR003005", "ชเวก๊กโก่": "MMR003005", "ลอยก่อ": "MMR002001", "ผาปูน": "MMR003003",
    "瑞丽": "CN", "畹町": "CN", "姐告": "CN", "云南": "CN", "镇康": "CN", "南伞": "CN", "芒市": "CN", "芒海": "CN", "孟定": "CN", "耿马": "CN",
    "清水河": "CN", "德宏": "CN", "临沧": "CN", "陇川": "CN", "盈江": "CN", "腾冲": "CN", "孟连": "CN", "沧源": "CN", "西盟": "CN",
    "西双版纳": "CN", "打洛": "CN", "勐海": "CN", "景洪": "CN", "昆明": "CN", "保山": "CN", "泸水": "CN", "片马": "CN", "怒江": "CN",
    "中国": "CN", "北京": "CN", "泰国": "TH", "曼谷": "TH", "清迈": "TH", "湄索": "TH", "清莱": "TH", "老挝": "LA", "印度": "IN", "孟加拉": "BD",
    "แม่สอด": "TH", "แม่ระมาด": "TH", "พบพระ": "TH", "ท่าสองยาง": "TH", "อุ้มผาง": "TH", "ตาก": "TH", "แม่ฮ่องสอน": "TH", "แม่สะเรียง": "TH",
    "สบเมย": "TH", "แม่สาย": "TH", "เชียงแสน": "TH", "เชียงราย": "TH", "เชียงใหม่": "TH", "กาญจนบุรี": "TH", "สังขละบุรี": "TH",
    "ระนอง": "TH", "ราชบุรี": "TH", "สวนผึ้ง": "TH", "ประจวบ": "TH", "ประเทศไทย": "TH", "กรุงเทพ": "TH", "มหาวัน": "TH",
    "မဲဆောက်": "TH", "မယ်ဆောက်": "TH", "မယ်စောက်": "TH", "မဲဆိုင်": "TH", "မယ်ဆိုင်": "TH", "ရနောင်း": "TH", "ဘန်ကောက်": "TH",
    "ချင်းမိုင်": "TH", "ချင်းရိုင်": "TH", "မဲဟောင်ဆောင်": "TH", "ရွှေလီ": "CN", "ကူမင်း": "CN", "ယူနန်": "CN", "ဝမ်တိန်": "CN", "နမ့်ဆန်ချိန်": "CN",
    "ဘေဂျင်း": "CN", "ပေကျင်း": "CN", "မိုးရေး": "IN", "မဏိပူရ်": "IN", "မဏိပူ": "IN", "မီဇိုရမ်": "IN", "နယူးဒေလီ": "IN", "ကော့စ်ဘဇား": "BD",
    "ဒါကာ": "BD", "ဗီယင်ကျန်း": "LA", "ဖုနန်းလွန်": "TH", "ကန်ချနပူရီ": "TH", "တက်ခ်ခရိုင်": "TH",
    "মিয়ানমার": "MMR", "রাখাইন": "MMR012", "মংডু": "MMR012009", "বুথিডং": "MMR012010", "আরাকান": "MMR012",
    "কক্সবাজার": "BD", "টেকনাফ": "BD", "উখিয়া": "BD", "রামু": "BD", "বান্দরবান": "BD", "নাইক্ষ্যংছড়ি": "BD", "ঘুমধুম": "BD", "তমব্রু": "BD",
    "তুমব্রু": "BD", "কুতুপালং": "BD", "বালুখালী": "BD", "হোয়াইক্যং": "BD", "হ্নীলা": "BD", "সাবরাং": "BD", "শাহপরীর দ্বীপ": "BD", "সেন্ট মার্টিন": "BD",
    "পালংখালী": "BD", "থানচি": "BD", "রুমা": "BD", "আলীকদম": "BD", "ভাসানচর": "BD", "নাফ নদ": "BD", "চট্টগ্রাম": "BD", "বাংলাদেশ": "BD", "ঢাকা": "BD",
}  # fmt: skip

#: What lies across the border from a foreign town: "opposite Mae Sot" is Myawaddy's side.
OPPOSITE: Mapping[str, str] = {
    "maesot": "Myawaddy", "maeramat": "Myawaddy Township", "phopphra": "Myawaddy Township", "thasongyang": "Hlaingbwe Township",
    "umphang": "Kyainseikgyi Township", "maesariang": "Hpapun Township", "sopmoei": "Hpapun Township",
    "maesamlaep": "Hpapun Township", "maesai": "Tachileik", "ranong": "Kawthoung", "sangkhlaburi": "Payathonzu",
    "phunamron": "Dawei Township", "singkhon": "Tanintharyi Township", "dansingkhon": "Tanintharyi Township",
    "ruili": "Muse", "wanding": "Muse Township", "jiegao": "Muse", "nansan": "Laukkaing Township", "zhenkang": "Laukkaing Township",
    "mengding": "Laukkaing Township", "qingshuihe": "Chinshwehaw", "menglian": "Pangsang", "daluo": "Mongla",
    "zhangfeng": "Mansi Township", "nabang": "Laiza", "pianma": "Tsawlaw Township", "houqiao": "Waingmaw Township",
    "moreh": "Tamu", "zokhawthar": "Rikhawdar", "champhai": "Falam Township", "farkawn": "Thantlang Township",
    "longwa": "Lahe Township", "nampong": "Nanyun Township", "behiang": "Tonzang Township", "teknaf": "Maungdaw",
    "ghumdhum": "Maungdaw Township", "tumbru": "Maungdaw Township", "naikhongchhari": "Maungdaw Township",
    "chiangsaen": "Tachileik Township", "tonpheung": "Tachileik Township", "xiengkok": "Tachileik Township",
}  # fmt: skip


def border_names() -> dict[str, str]:
    """Return every name of the lists above -> its country's ISO 3166 two-letter code."""
    countries: dict[str, str] = {}
    for country, block in _COUNTRIES.items():
        for line in _lines(block):
            wide, _, narrow = line.partition(":")
            for name in (*wide.split("|"), *narrow.split(",")):
                if name.strip():
                    countries[name.strip()] = country
    return countries


def _lines(block: str) -> list[str]:
    """One line a wider unit: a line without a colon goes on from the one before."""
    lines: list[str] = []
    for line in block.strip().splitlines():
        if ":" in line or not lines:
            lines.append(line)
        else:
            lines[-1] += " " + line
    return lines
