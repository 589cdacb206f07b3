import hashlib, hmac, json, sys, urllib.request

url, table, game = sys.argv[1], sys.argv[2], int(sys.argv[3])
get = lambda path: json.load(urllib.request.urlopen(f'{url}/api/fairness/crash/{table}{path}'))
sha256 = lambda data: hashlib.sha256(data).digest()
record = get(f'/rounds/{game}')
chain = next(one for one in get('')['chains'] if one['id'] == record['chainId'])

walked = record['hash']  # The chain hashes the text of a hash ...
for _ in range(game - chain['firstGame'] + 1):
    walked = sha256(walked.encode()).hex()
assert walked == chain['terminator'], 'hash: it does not lead to the terminator'

mac = hmac.new(chain['salt'].encode(), bytes.fromhex(record['hash']), 'sha256').hexdigest()  # ... and the bust its bytes.
bust = int((100 - chain['edgePercent']) / (1 - int(mac[:13], 16) / 2**52))
assert record['bustHundredths'] == min(100_000_000, max(100, bust)), f'bustHundredths: it should be {bust}'

for bet in record['bets']:
    leaf = [bet['betId'], bet['playerId'], str(bet['amountCoins']), str(bet.get('autoCashoutHundredths', ''))]
    node = sha256(b'\x00' + '|'.join(leaf).encode())
    for other, side in ((bytes.fromhex(step['hash']), step['side']) for step in bet['proof']):
        node = sha256(b'\x01' + (other + node if side == 'left' else node + other))
    assert node.hex() == record['betBookRoot'], f'bet {bet["betId"]}: it is not in the book'
print(f'game {game} of {table} is as it was committed to: bust at {bust / 100}x, {len(record["bets"])} bets in the book')
