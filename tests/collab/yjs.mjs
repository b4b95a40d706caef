// The unmodified provider of npm: two pages that write, see each other, and come back after a pause.
import * as Y from 'yjs'
import { WebsocketProvider } from 'y-websocket'
import WebSocket from 'ws'

const [address, document, token] = process.argv.slice(2)

class Signed extends WebSocket {
  constructor (url, protocols) {
    super(url, protocols, { headers: { Authorization: `Bearer ${token}` } })
  }
}

const open = name => {
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(address, document, doc, { WebSocketPolyfill: Signed, disableBc: true })
  provider.awareness.setLocalStateField('user', { name })
  return { doc, provider, text: doc.getText('text') }
}

const until = (what, condition) => new Promise((resolve, reject) => {
  const started = Date.now()
  const look = () => {
    if (condition()) return resolve()
    if (Date.now() - started > 20000) return reject(new Error(`${what} did not come`))
    setTimeout(look, 10)
  }
  look()
})

const names = page => [...page.provider.awareness.getStates().values()].map(state => state.user?.name).sort().join()

const ada = open('Ada')
const bob = open('Bob')
await until('sync', () => ada.provider.synced && bob.provider.synced)
ada.text.insert(ada.text.length, 'one ')
await until('the first word', () => bob.text.toString().endsWith('one '))
await until('awareness', () => names(ada) === 'Ada,Bob' && names(bob) === 'Ada,Bob')

ada.provider.disconnect()
await until('the end of presence', () => names(bob) === 'Bob')
ada.text.insert(ada.text.length, 'offline ')
bob.text.insert(0, 'meanwhile ')
ada.provider.connect()
await until('reconnection', () => ada.text.toString() === bob.text.toString() && bob.text.toString().includes('offline'))
console.log(ada.text.toString())
process.exit(0)
