#!/usr/bin/env python3
"""Generates users.csv, the sample input, beside this file.

    python3 config/users-generate.py            writes users.csv
    python3 config/users-generate.py --check    exits with 1 unless users.csv has exactly the bytes written here

Deterministic: the seed is fixed and only random.Random.random() is used, whose sequence Python guarantees, so every run
gives the same bytes, on Python 3.7 and later. Standard library only. All people, addresses and passwords are
fictional; the domains are reserved for examples (RFC 2606, RFC 6761).

5 000 rows of email,username,display_name,password,roles in UTF-8 with LF. Among them are, in places that are fixed too:
 - 25 rows whose address is that of an earlier row but for upper and lower case; their usernames are their own
 - 5 rows whose address is malformed: no @, two @, no local part, a space, no domain
 - 1 address with a local part of 64 characters, the longest allowed
All other addresses are valid and unique, and all usernames unique, also after NFKC and lower-casing.
"""

import argparse
import csv
import io
import random
import re
import sys
import unicodedata
from pathlib import Path

TARGET = Path(__file__).with_name("users.csv")
HEADER = ["email", "username", "display_name", "password", "roles"]
ROWS = 5000
CASE_DUPLICATES = 25
SEED = 19770513

DOMAINS = [("example.com", 55), ("example.org", 25), ("example.net", 16), ("bücher.example", 3), ("почта.example", 1)]

ROLES = [
    ("reader", 600),
    ("reader;writer", 190),
    ("reader;editor", 50),
    ("reader;writer;editor", 40),
    ("auditor", 20),
    ("reader;auditor", 10),
    ("admin", 8),
    ("admin;auditor", 2),
    ("", 80),
]

# Weight, order of the display name, given names, family names. A name is its own spelling, or spelling=transliteration
# where the marks of the letters cannot simply be dropped. A + stands for a space inside a name.
PEOPLE = [
    (14, "given family",
     "Amelia Oliver Grace Harry Ruby George Freya Arthur Ivy Leo Poppy Theo Mary-Jane Noah Zoë Chloë Hugh Beatrix",
     "Hughes Ashworth-Bell Whitcombe Parker Osborne Fairfax Taylor-Reid Thornbury Kirkwood Marsh Penrose Blackwood"
     " Winterbourne Smith-Hargreaves Carter D'Arcy"),
    (6, "given family",
     "Siobhán Seán Niamh Pádraig Aoife Ciarán Róisín Eoghan Gráinne Oisín Caoimhe Tadhg",
     "O'Brien O'Connor de+Búrca Murphy Byrne O'Neill de+Róiste Walsh Kinsella O'Malley"),
    (8, "given family",
     "Lucía José Íñigo María+José Begoña Andrés Concepción Martín Noemí Raúl Sofía Ángel Inés Joaquín",
     "García Muñoz Ibáñez+Peña Núñez López-Portillo Martínez Castaño Rodríguez Zúñiga Güemes Hernández Ordóñez"),
    (7, "given family",
     "Émile Zoé François Hélène Jean-Luc Anaïs Gaëlle Benoît Noël Marie-Thérèse Loïc Océane Aurélien",
     "Lefèvre d'Angély L'Hôte Dubois-Girard Béranger Moreau Guérin D'Aubigné Châtelain Rousseau Crèvecœur=Crevecoeur"),
    (7, "given family",
     "Jürgen=Juergen Käthe=Kaethe Björn=Bjoern Anneliese Götz=Goetz Friederike Hans-Peter Sören=Soeren Ulrike"
     " Lüder=Lueder Matthias Wiebke",
     "Müller=Mueller Groß=Gross Schäfer=Schaefer von+der+Heide Weiß=Weiss Krüger=Krueger"
     " Meyer-Lüdenscheid=Meyer-Luedenscheid Zöllner=Zoellner Hofmann Böhm=Boehm Vogelsang Weber"),
    (5, "given family",
     "Giulia Niccolò Chiara Matteo Zoe Nicolò Beatrice Lorenzo Ginevra Tommaso Elettra Donato",
     "d'Angelo Dell'Acqua De+Luca Rossi D'Amico Bianchi Fumagalli Dall'Oglio Esposito Morì Brambilla Sant'Angelo"),
    (4, "given family",
     "João Inês Gonçalo Conceição Simão Beatriz Luís Assunção Tomás Mafalda Caetano",
     "Araújo Gonçalves Magalhães São+Bento Sá-Carneiro Simões Brandão Conceição Lourenço Antunes"),
    (3, "given family",
     "Żaneta Małgorzata=Malgorzata Grażyna Świętosława=Swietoslawa Bożena Agnieszka Łucja=Lucja",
     "Żółkiewska=Zolkiewska Kościelna Nowak-Jeziorańska Dąbrowska Ćwikła=Cwikla Wójcik Szczęsna Gałązka=Galazka"),
    (3, "given family",
     "Łukasz=Lukasz Józef Zbigniew Michał=Michal Paweł=Pawel Grzegorz Wojciech",
     "Wałęsiak=Walesiak Dąbrowski Źrebiec Szczęsny Brzęczyszczykiewicz Ćwikła=Cwikla Wójcik Gałązka=Galazka"),
    (2, "given family",
     "Šárka Žofie Ľubica Božena Květa Zdeňka",
     "Svobodová Němcová Novotná Dvořáková Hrušková Šťastná Křížová"),
    (2, "given family",
     "Jiří Řehoř Matěj Ondřej Ľudovít Zdeněk",
     "Dvořák Kříž Procházka Hruška Šťastný Jeřábek Ďurica"),
    (3, "given family",
     "Søren=Soren Åse=Aase Bjørn=Bjorn Jørgen=Jorgen Ingrid Kåre=Kaare Märta Östen",
     "Ødegård=Odegaard Sørensen=Sorensen Kjærgaard=Kjaergaard Ångström=Angstrom Næss=Naess Björklund"
     " Lindqvist-Åkesson=Lindqvist-Akesson Mørk=Mork Hågensen=Haagensen"),
    (1, "given family",
     "Sigrún Þórdís=Thordis Bríet Ásta Guðný=Gudny",
     "Guðmundsdóttir=Gudmundsdottir Jónsdóttir Þórarinsdóttir=Thorarinsdottir Briem"),
    (5, "given family",
     "Işıl=Isil Çağla Ömer Gülşen İbrahim=Ibrahim Tuğba Yiğit=Yigit Şebnem Ilgın=Ilgin Doğan Kıvanç=Kivanc",
     "Yıldız=Yildiz Çelik Öztürk Şahin Güneş Kılıç=Kilic Akdağ Ünal Taşçı=Tasci Erdoğdu"),
    (4, "family given",
     "Ágnes Győző Zsófia Ödön Réka Ákos Tünde Gergő Boglárka",
     "Kővári Szőke Nagy Vörösmarty Tóth-Faragó Őszi Kertész Füredi"),
    (4, "family given",
     "Thị+Hương=Thi+Huong Văn+Đức=Van+Duc Ngọc Quỳnh Minh+Tuấn Thảo Phúc Ánh+Tuyết",
     "Nguyễn Trần Phạm Đặng=Dang Lê Hoàng Vũ Bùi"),
    (2, "given family",
     "Ελένη=Eleni Δήμητρα=Dimitra Αθηνά=Athina Ζωή=Zoi Άννα=Anna",
     "Παπαδοπούλου=Papadopoulou Οικονόμου=Oikonomou Αλεξίου=Alexiou Βασιλείου=Vasileiou Μακρή=Makri"),
    (2, "given family",
     "Γιώργος=Giorgos Νίκος=Nikos Σταύρος=Stavros Θεόδωρος=Theodoros",
     "Καραγιάννης=Karagiannis Χατζηδάκης=Chatzidakis Αλεξίου=Alexiou Βασιλείου=Vasileiou Μακρής=Makris"),
    (3, "given family",
     "Анна=Anna Ольга=Olga Екатерина=Ekaterina Соня=Sonya Олена=Olena",
     "Иванова=Ivanova Шевченко=Shevchenko Кузнецова=Kuznetsova Щербак=Shcherbak Петренко=Petrenko"
     " Соловьёва=Solovyova Їжакевич=Yizhakevych"),
    (3, "given family",
     "Дмитрий=Dmitry Пётр=Pyotr Алексей=Aleksei Юрий=Yuri Тарас=Taras Йордан=Yordan",
     "Соловьёв=Solovyov Шевченко=Shevchenko Жуков=Zhukov Щербак=Shcherbak Римский-Корсаков=Rimsky-Korsakov"
     " Петренко=Petrenko Їжакевич=Yizhakevych"),
    (5, "familygiven",
     "小明=xiaoming 秀英=xiuying 伟=wei 芳=fang 静怡=jingyi 志强=zhiqiang 雪梅=xuemei 浩然=haoran",
     "王=wang 李=li 张=zhang 欧阳=ouyang 陈=chen 赵=zhao 司马=sima 林=lin"),
    (4, "family given",
     "花子=hanako 太郎=taro さくら=sakura 健一=kenichi 美咲=misaki 翔太=shota ケイト=keito",
     "佐藤=sato 鈴木=suzuki 髙橋=takahashi 渡邊=watanabe 小林=kobayashi 山田=yamada"),
    (3, "familygiven",
     "철수=cheolsu 영희=younghee 민준=minjun 서연=seoyeon 지우=jiwoo 하늘=haneul",
     "김=kim 이=lee 박=park 최=choi 정=jung 남궁=namgung"),
    (4, "given family",
     "محمد=mohammed فاطمة=fatima يوسف=yusuf ليلى=layla عمر=omar نور=nour خالد=khaled مريم=maryam",
     "العلي=al-ali حداد=haddad المصري=el-masri خوري=khoury الزهراني=al-zahrani منصور=mansour بن+سعيد=ben-said"),
    (2, "given family",
     "נועה=noa דוד=david תמר=tamar יעל=yael אורי=uri",
     "כהן=cohen לוי=levi בן-דוד=ben-david שפירא=shapira"),
    (2, "given family",
     "प्रिया=priya अर्जुन=arjun मीरा=meera रोहन=rohan अनन्या=ananya",
     "शर्मा=sharma पटेल=patel गुप्ता=gupta देशमुख=deshmukh"),
    (1, "given family",
     "லட்சுமி=lakshmi முருகன்=murugan கவிதா=kavitha",
     "சுப்பிரமணியம்=subramaniam ராமசாமி=ramasamy"),
    (3, "given family",
     "Adébáyọ̀ Chinwe Ṣadé Thandiwe Kwabena Ọlá Nkọ́sàna Wanjikũ Leilani Kaʻiulani=Kaiulani",
     "Adéwálé Okonkwo Nǃxau=Nxau Mbeki-Dlamini Ọ̀gúndélé Kamau Ngũgĩ Kealoha"),
]

WORDS = ("Amber Badger Cobalt Daisy Ember Falcon Ginger Heron Indigo Juniper Kestrel Lantern Meadow Nutmeg Otter Pebble "
         "Quartz Raven Saffron Thistle Umber Velvet Walnut Yarrow Zephyr Biscuit Copper Signal Harbor Marble").split()
ACCENTED_WORDS = "Émeraude Zürich Façade Łódka Søster Ñandú Čaj Žirafa".split()
SYMBOLS = "!?#*+=/.,;:'\"&%@ "

EMOJI = "🌻 🚂 🦊 ⭐ 🎸 👩‍💻 🇳🇿 ❤️".split()
SUFFIXES = ["PhD", "Jr.", "MD", "M.Sc.", "III"]

# Rows that are given: by number, their address, username and display name.
MALFORMED = {
    611: ("piotr.mazur.example.com", "piotr.mazur", "Piotr Mazur"),
    1733: ("anna@maria@example.org", "anna-maria", "Anna-Maria Lind"),
    2748: ("@example.net", "nobody", "Pat Nobody"),
    3391: ("john smith@example.com", "john.smith", "John Smith"),
    4657: ("lena.berg@", "lena.berg", "Lena Berg"),
}
LONGEST = {
    2024: (
        "wolfeschlegelsteinhausenbergerdorff-featherstonehaugh.cholmondel@example.org",
        "wolfe-plus",
        "Hubert Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh",
    ),
}
GIVEN = {**MALFORMED, **LONGEST}

VALID_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
VALID_USERNAME = re.compile(r"[a-z0-9._-]{3,32}")


class Dice:
    """Choices made of random() alone."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def chance(self, probability):
        return self._random.random() < probability

    def below(self, bound):
        return int(self._random.random() * bound)

    def pick(self, choices):
        return choices[self.below(len(choices))]

    def weighted(self, choices):
        """One of (value, weight) pairs."""
        point = self._random.random() * sum(weight for _, weight in choices)
        for value, weight in choices:
            point -= weight
            if point < 0:
                return value
        return choices[-1][0]


def names(text):
    """The names of a pool as (spelling, ASCII in lower case)."""
    result = []
    for entry in text.split():
        spelling, _, latin = entry.replace("+", " ").partition("=")
        decomposed = unicodedata.normalize("NFD", latin or spelling)
        ascii_name = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
        assert re.fullmatch(r"[a-z' -]+", ascii_name), entry
        result.append((unicodedata.normalize("NFC", spelling), ascii_name))
    return result


POOLS = [((order, names(given), names(family)), weight) for weight, order, given, family in PEOPLE]


def canonical(text):
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())


def plain(ascii_name, joint=""):
    return re.sub(r"[' ]+", joint, ascii_name)


class Unique:
    """Names that are different in their canonical form."""

    def __init__(self):
        self._taken = set()

    def claim(self, text):
        """Adds the name; False if it is there already."""
        key = canonical(text)
        if key in self._taken:
            return False
        self._taken.add(key)
        return True


class Generator:
    """The rows in order, each person different."""

    def __init__(self):
        self.dice = Dice(SEED)
        self.emails = Unique()
        self.usernames = Unique()
        self.duplicated = set()

    def rows(self):
        """All rows. The original of a duplicate stands at least 100 rows before it."""
        for email, username, _ in GIVEN.values():
            self.emails.claim(email)
            self.usernames.claim(username)
        duplicates = {ROWS * (i + 1) // (CASE_DUPLICATES + 1) + self.dice.below(90) for i in range(CASE_DUPLICATES)}
        rows = []
        for number in range(1, ROWS + 1):
            row = self.person()
            if number in GIVEN:
                row[:3] = GIVEN[number]
            elif number in duplicates:
                row[:3] = self.duplicate(rows)
            rows.append(row)
        return rows

    def person(self):
        order, given_names, family_names = self.dice.weighted(POOLS)
        given, given_ascii = self.dice.pick(given_names)
        family, family_ascii = self.dice.pick(family_names)
        email = self.email(given_ascii, family_ascii)
        username = "" if self.dice.chance(0.05) else self.username(given_ascii, family_ascii)
        display_name = self.display_name(order, given, family)
        return [email, username, display_name, self.password(), self.dice.weighted(ROLES)]

    def email(self, given, family):
        domain = self.dice.weighted(DOMAINS)
        local = self.local_part(given, family)
        if self.dice.chance(0.03):
            local += "+" + self.dice.pick(["news", "shop", "signalbox", "lists", "2024"])
        if self.dice.chance(0.04):
            local = ".".join(part.capitalize() for part in local.split("."))
        name, plus, tag = local.partition("+")
        while not self.emails.claim(name + plus + tag + "@" + domain):
            name += str(self.dice.below(10))
        return name + plus + tag + "@" + domain

    def local_part(self, given, family):
        with_apostrophe = self.dice.chance(0.3)
        last = family.replace(" ", "") if with_apostrophe else plain(family)
        first = plain(given, ".")
        return self.dice.weighted([
            (first + "." + last, 50),
            (first[0] + "." + last, 10),
            (first[0] + last, 10),
            (last + "." + first, 8),
            (first + "_" + last, 6),
            (first + str(1950 + self.dice.below(60)), 8),
            (first + "-" + last, 4),
            (last + str(self.dice.below(1000)), 4),
        ])

    def username(self, given, family):
        first, last = plain(given), plain(family)
        name = self.dice.weighted([
            (first + "." + last, 30),
            (first[0] + last, 25),
            (first + "_" + last[0], 10),
            (first + str(1950 + self.dice.below(60)), 15),
            (last + "-" + first, 10),
            (last + str(self.dice.below(100)), 10),
        ])
        return self.numbered_username(name[:26])

    def numbered_username(self, name):
        while len(name) < 3 or not self.usernames.claim(name):
            name += str(self.dice.below(10))
        return name

    def display_name(self, order, given, family):
        name = {
            "given family": given + " " + family,
            "family given": family + " " + given,
            "familygiven": family + given,
        }[order]
        form = self.dice.weighted([("plain", 880), ("comma", 40), ("suffix", 30), ("nickname", 30), ("emoji", 20)])
        if form == "comma":
            return family + ", " + given
        if form == "suffix":
            return name + ", " + self.dice.pick(SUFFIXES)
        if form == "nickname":
            return given + ' "' + self.dice.pick(WORDS) + '" ' + family
        if form == "emoji":
            return name + " " + self.dice.pick(EMOJI)
        return name

    def password(self):
        while True:
            words = ACCENTED_WORDS if self.dice.chance(0.05) else WORDS
            first, second = self.dice.pick(WORDS), self.dice.pick(words)
            number, symbol = str(10 + self.dice.below(990)), self.dice.pick(SYMBOLS)
            password = self.dice.weighted([
                (first + "-" + second.lower() + "-" + number, 3),
                (first + symbol + number + second, 3),
                (first.lower() + symbol + second.lower() + number, 2),
                (number + second + symbol + first, 2),
            ])
            if 10 <= len(password) <= 20:
                return password

    def duplicate(self, rows):
        """The same person as in an earlier row, with the address in another case and a new username."""
        while True:
            number = 1 + self.dice.below(len(rows) - 100)
            email, _, display_name = rows[number - 1][:3]
            if number not in GIVEN and email == email.lower() and email.isascii() and email not in self.duplicated:
                self.duplicated.add(email)
                username = re.sub("[^a-z0-9._-]", "", email.partition("@")[0])[:26]
                return self.other_case(email), self.numbered_username(username), display_name

    def other_case(self, email):
        local, _, domain = email.partition("@")
        return self.dice.pick([
            email.upper(),
            email.title(),
            local.title() + "@" + domain,
            local.upper() + "@" + domain,
            local + "@" + domain.title(),
        ])


def check_rows(rows):
    """Asserts what the head of this file promises."""
    assert len(rows) == ROWS
    emails, usernames, duplicates, malformed = set(), set(), 0, 0
    for email, username, display_name, password, _ in rows:
        assert not username or VALID_USERNAME.fullmatch(username), username
        assert not username or canonical(username) not in usernames, username
        usernames.add(canonical(username))
        assert 10 <= len(password) <= 20 and display_name == unicodedata.normalize("NFC", display_name).strip()
        if not VALID_EMAIL.fullmatch(email):
            malformed += 1
        elif canonical(email) in emails:
            duplicates += 1
        emails.add(canonical(email))
        assert len(email) <= 254 and len(email.partition("@")[0]) <= 64
    assert (duplicates, malformed) == (CASE_DUPLICATES, len(MALFORMED)), (duplicates, malformed)
    assert sum(len(email.partition("@")[0]) == 64 for email, *_ in rows) == 1


def generate():
    rows = Generator().rows()
    check_rows(rows)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def main():
    parser = argparse.ArgumentParser(description="Generates users.csv, the sample input, beside this file.")
    parser.add_argument("--check", action="store_true", help="compare users.csv with what would be generated")
    expected = generate()
    if not parser.parse_args().check:
        TARGET.write_bytes(expected)
        print(f"{TARGET.name}: {ROWS} rows, {len(expected)} bytes written")
    elif not TARGET.exists() or TARGET.read_bytes() != expected:
        sys.exit(f"{TARGET.name} is not what {Path(__file__).name} generates; run it without --check")
    else:
        print(f"{TARGET.name} is what {Path(__file__).name} generates: {ROWS} rows, {len(expected)} bytes")


if __name__ == "__main__":
    main()
