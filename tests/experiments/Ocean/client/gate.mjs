// The real client against the devnet: publishes three assets step by step, orders, runs a free and a paid job, reads the results.
// Environment: RPC_URL, NODE_URL, ADDRESS_FILE, FILES_URL, IMAGE. Prints one JSON object.
import {
  Aquarius, ConfigHelper, Datatoken, EscrowContract, Nft, NftFactory, ProviderInstance,
  approveWei, generateDid, getEventFromTx, getHash, orderAsset,
} from '@oceanprotocol/lib'
import { HDNodeWallet, JsonRpcProvider, ZeroAddress, formatUnits, parseUnits } from 'ethers'

const { RPC_URL, NODE_URL, FILES_URL, IMAGE } = process.env
const chainId = 8996
const mnemonic = 'test test test test test test test test test test test junk'
const provider = new JsonRpcProvider(RPC_URL, chainId, { staticNetwork: true, cacheTimeout: -1 })
provider.pollingInterval = 50
const account = (index) => HDNodeWallet.fromPhrase(mnemonic, '', `m/44'/60'/0'/0/${index}`).connect(provider)
const [consumer, publisher] = [account(7), account(8)]
const config = new ConfigHelper().getConfig(chainId)
const aquarius = new Aquarius(NODE_URL)
const log = (...words) => console.error(...words)

async function publish(name, type, file, { price, container, trusted = [] } = {}) {
  const factory = new NftFactory(config.nftFactoryAddress, publisher, chainId, config)
  const owner = await publisher.getAddress()
  const nft = { name, symbol: 'GATE', templateIndex: 1, tokenURI: '', transferable: true, owner }
  const datatoken = { templateIndex: 1, minter: owner, paymentCollector: owner, mpFeeAddress: ZeroAddress, feeToken: ZeroAddress, feeAmount: '0', cap: '1000', name: `${name} DT`, symbol: 'DT' }
  const created = price
    ? await factory.createNftWithDatatokenWithFixedRate(nft, datatoken, {
      fixedRateAddress: config.fixedRateExchangeAddress, baseTokenAddress: config.oceanTokenAddress, owner, marketFeeCollector: owner,
      baseTokenDecimals: 18, datatokenDecimals: 18, fixedRate: price, marketFee: '0', withMint: true, allowedConsumer: ZeroAddress,
    })
    : await factory.createNftWithDatatokenWithDispenser(nft, datatoken, {
      dispenserAddress: config.dispenserAddress, maxTokens: '1', maxBalance: '1', withMint: true, allowedSwapper: ZeroAddress,
    })
  const receipt = await created.wait()
  const nftAddress = getEventFromTx(receipt, 'NFTCreated').args.newTokenAddress
  const datatokenAddress = getEventFromTx(receipt, 'TokenCreated').args.newTokenAddress
  const id = generateDid(nftAddress, chainId)
  const files = await ProviderInstance.encrypt({ datatokenAddress, nftAddress, files: [{ type: 'url', url: `${FILES_URL}/${file}`, method: 'GET' }] }, chainId, NODE_URL, publisher)
  const now = new Date().toISOString()
  const service = {
    id: getHash(datatokenAddress), type: 'compute', files, datatokenAddress, serviceEndpoint: NODE_URL, timeout: 86400,
    compute: { allowRawAlgorithm: false, allowNetworkAccess: false, publisherTrustedAlgorithmPublishers: [], publisherTrustedAlgorithms: trusted },
  }
  const metadata = { created: now, updated: now, type, name, description: name, author: 'gate', license: 'none' }
  if (container) metadata.algorithm = { language: 'sh', version: '1', container }
  const ddo = { '@context': ['https://w3id.org/did/v1'], id, version: '4.1.0', chainId, nftAddress, metadata, services: [service], credentials: { allow: [], deny: [] } }
  const cipher = await ProviderInstance.encrypt(ddo, chainId, NODE_URL, publisher)
  const validated = await aquarius.validate(ddo, publisher, NODE_URL)
  if (validated.hash !== `0x${getHash(JSON.stringify(ddo))}`) throw new Error(`hash ${validated.hash}`)
  const set = await new Nft(publisher, chainId).setMetadata(nftAddress, owner, 0, NODE_URL, '', '0x02', cipher, validated.hash)
  const asset = await aquarius.waitForIndexer(id, set.hash, undefined, 200, 50)
  if (!asset) throw new Error(`${name} was not indexed`)
  log('published', name, id)
  return { did: id, serviceId: service.id, datatokenAddress, asset, container }
}

async function finish(jobId) {
  for (let look = 0; look < 200; look++) {
    const [job] = await ProviderInstance.computeStatus(NODE_URL, consumer, jobId)
    if (job.dateFinished) {
      const output = job.results.find((result) => result.type === 'output')
      const stream = await ProviderInstance.getComputeResult(NODE_URL, consumer, jobId, output.index)
      const parts = []
      for await (const part of stream) parts.push(Buffer.from(part))
      return { status: job.status, exitCode: job.terminationDetails.exitCode, isFree: job.isFree, output: Buffer.concat(parts).toString('latin1').includes('predictions.json'), bytes: output.filesize }
    }
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  throw new Error(`job ${jobId} does not end`)
}

async function main() {
  if (!(await ProviderInstance.isValidProvider(NODE_URL))) throw new Error('not a valid provider')
  const container = { entrypoint: '/worker batch --model /data/inputs/model.onnx --input /data/inputs/images.idx --output /data/outputs --limit 5', image: IMAGE.split(':')[0], tag: IMAGE.split(':')[1], checksum: '' }
  // The schema asks for a checksum; the devnet resolves the image by its tag when none is given in the request.
  const algorithm = await publish('algorithm', 'algorithm', 'images.idx', { container: { ...container, checksum: 'sha256:0' } })
  const [{ checksum: filesChecksum }] = await ProviderInstance.checkDidFiles(algorithm.did, algorithm.serviceId, NODE_URL, true)
  const trusted = [{ did: algorithm.did, filesChecksum, containerSectionChecksum: getHash(container.entrypoint + 'sha256:0') }]
  const data = await publish('data', 'dataset', 'images.idx', { trusted })
  const freeModel = await publish('free model', 'dataset', 'model.onnx', { trusted })
  const model = await publish('model', 'dataset', 'model.onnx', { price: '5', trusted })
  const [environment] = await ProviderInstance.getComputeEnvironments(NODE_URL)
  const entry = (asset, transferTxId) => ({ documentId: asset.did, serviceId: asset.serviceId, ...(transferTxId && { transferTxId }) })
  const meta = { container }

  const [free] = await ProviderInstance.freeComputeStart(NODE_URL, consumer, environment.id, [entry(freeModel), entry(data)], { ...entry(algorithm), meta })
  const freeResult = await finish(free.jobId)
  log('free job', freeResult)

  const me = await consumer.getAddress()
  const resources = [{ id: 'cpu', amount: 1 }, { id: 'ram', amount: 1 }]
  const quote = await ProviderInstance.initializeCompute([entry(model), entry(data)], { ...entry(algorithm), meta }, environment.id, config.oceanTokenAddress, 120, NODE_URL, me, resources, chainId)
  const orders = {}
  for (const [asset, { providerFee }] of [[model, quote.datasets[0]], [data, quote.datasets[1]], [algorithm, quote.algorithm]]) {
    const order = await orderAsset(asset.asset, consumer, config, new Datatoken(consumer, chainId, config), NODE_URL, environment.consumerAddress, undefined, providerFee)
    await order.wait()
    orders[asset.did] = order.hash
  }
  log('ordered', Object.keys(orders).length)
  const escrow = new EscrowContract(quote.payment.escrowAddress, consumer, chainId)
  await (await approveWei(consumer, config, me, config.oceanTokenAddress, quote.payment.escrowAddress, parseUnits('10').toString(), true)).wait()
  await (await escrow.deposit(config.oceanTokenAddress, '10')).wait()
  await (await escrow.authorize(config.oceanTokenAddress, environment.consumerAddress, '10', `${quote.payment.minLockSeconds}`, '10')).wait()
  const [paid] = await ProviderInstance.computeStart(
    NODE_URL, consumer, environment.id, [entry(model, orders[model.did]), entry(data, orders[data.did])],
    { ...entry(algorithm, orders[algorithm.did]), meta }, 120, config.oceanTokenAddress, resources, chainId)
  const paidResult = await finish(paid.jobId)
  log('paid job', paidResult)
  console.log(JSON.stringify({ quoted: formatUnits(quote.payment.amount), free: freeResult, paid: paidResult, hasLock: Boolean(paid.payment.lockTx) }))
}

try {
  await main()
} catch (error) {
  log(error)
  process.exitCode = 1
} finally {
  provider.destroy()
}
